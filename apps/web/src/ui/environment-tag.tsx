import type { ReactNode } from 'react'
import classes from './environment-tag.module.css'

interface EnvironmentTagProps {
  readonly environment: 'sandbox' | 'production'
}

/** Which Kore.ai this is, wherever a decision is made. */
export function EnvironmentTag({ environment }: EnvironmentTagProps): ReactNode {
  return (
    <span className={classes.tag} data-environment={environment}>
      {environment === 'sandbox' ? 'Sandbox' : 'Production'}
    </span>
  )
}
