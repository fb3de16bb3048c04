import type { JobEntry } from '@muster/contracts/jobs'
import { CircleCheck, CirclePause, CirclePlay, Clock } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './job-state.module.css'
import { stateWords } from './job-words.ts'

const icons = { moving: CirclePlay, waiting: Clock, stopped: CirclePause, done: CircleCheck } as const

/** The state of a job: an icon and a word. */
export function JobState({ state }: { state: JobEntry['state'] }): ReactNode {
  const { label, look } = stateWords(state)
  const Icon = icons[look]
  return (
    <span className={classes.state} data-look={look}>
      <Icon size={14} aria-hidden="true" />
      {label}
    </span>
  )
}
