import type { JobEntry } from '@muster/contracts/jobs'
import { CircleCheck, CirclePause, CirclePlay, Clock } from 'lucide-react'
import type { ReactNode } from 'react'
import { StateMark } from '../../ui/facts/state-mark.tsx'
import { stateWords } from './job-text.ts'

const icons = { moving: CirclePlay, waiting: Clock, stopped: CirclePause, done: CircleCheck } as const

/** The state of a job: an icon and a word. */
export function JobState({ job }: { job: Pick<JobEntry, 'state' | 'waiting'> }): ReactNode {
  const { label, look } = stateWords(job)
  return <StateMark look={look} Icon={icons[look]} word={label} />
}
