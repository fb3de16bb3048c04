import type { ReactNode } from 'react'
import classes from './retry-button.module.css'

interface RetryButtonProps {
  readonly onClick: () => void
  readonly children: ReactNode
}

/** A button for errors. Without a component library, because it is in the first file of the app. */
export function RetryButton({ onClick, children }: RetryButtonProps): ReactNode {
  return (
    <button type="button" className={classes.button} onClick={onClick}>
      {children}
    </button>
  )
}
