import type { Environment } from '@muster/core/environment'
import type { ReactNode } from 'react'
import classes from './environment-tag.module.css'
import { environmentLabel } from './environment-text.ts'

interface EnvironmentTagProps {
  readonly environment: Environment
}

/** The environment, shown wherever a member decides. */
export function EnvironmentTag({ environment }: EnvironmentTagProps): ReactNode {
  return (
    <span className={classes.tag} data-environment={environment}>
      {environmentLabel(environment)}
    </span>
  )
}
