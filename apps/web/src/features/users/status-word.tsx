import type { UserEntry } from '@muster/contracts/users'
import type { ReactNode } from 'react'
import { statusWords } from '../../lib/status-text.ts'
import classes from './status-word.module.css'

interface StatusWordProps {
  readonly status: UserEntry['status']
}

export function StatusWord({ status }: StatusWordProps): ReactNode {
  return (
    <span className={classes.status} data-status={status}>
      {statusWords(status)}
    </span>
  )
}
