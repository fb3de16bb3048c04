import type { Environment } from '@muster/core/environment'
import type { ReactNode } from 'react'
import classes from './environment-tag.module.css'
import { environmentWords } from './environment-words.ts'

interface EnvironmentTagProps {
  readonly environment: Environment
}

/** Which Kore.ai this is, wherever a decision is made. */
export function EnvironmentTag({ environment }: EnvironmentTagProps): ReactNode {
  return (
    <span className={classes.tag} data-environment={environment}>
      {environmentWords[environment].label}
    </span>
  )
}
