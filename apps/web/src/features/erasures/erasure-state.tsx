import type { ErasureEntry } from '@muster/contracts/erasures'
import { CircleCheck, CircleX, Clock, LoaderCircle, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { erasureWords } from './erasure-words.ts'
import classes from './erasures.module.css'

const icons = { waiting: Clock, moving: LoaderCircle, done: CircleCheck, failed: CircleX, person: UserRound } as const

/** The state of an erasure request: an icon and a word. */
export function ErasureState({ state }: { state: ErasureEntry['state'] }): ReactNode {
  const { label, look } = erasureWords(state)
  const Icon = icons[look]
  return (
    <span className={classes.state} data-look={look}>
      <Icon size={14} aria-hidden="true" />
      {label}
    </span>
  )
}
