import type { ReactNode } from 'react'
import classes from './bottom-bar.module.css'

interface BottomBarProps {
  /** What the bar is for, for those who do not see it. */
  readonly label: string
  /** What the step is about; the rest of the bar are the ways on. */
  readonly words: ReactNode
  readonly children?: ReactNode
}

/** The next step, always at the foot of the window, so that it does not move under the pointer. One a page. */
export function BottomBar({ label, words, children }: BottomBarProps): ReactNode {
  return (
    <section className={classes.bar} aria-label={label} data-bottom-bar>
      <div className={classes.words}>{words}</div>
      {children}
    </section>
  )
}
