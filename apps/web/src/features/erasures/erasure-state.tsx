import type { ErasureEntry } from '@muster/contracts/erasures'
import { CircleCheck, CircleX, Clock, LoaderCircle, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { StateMark } from '../../ui/facts/state-mark.tsx'
import { erasureWords } from './erasure-text.ts'

const icons = { waiting: Clock, moving: LoaderCircle, done: CircleCheck, failed: CircleX, person: UserRound } as const

/** The state of an erasure request: an icon and a label. */
export function ErasureState({ state }: { state: ErasureEntry['state'] }): ReactNode {
  const { label, look } = erasureWords(state)
  return <StateMark look={look} Icon={icons[look]} word={label} />
}
