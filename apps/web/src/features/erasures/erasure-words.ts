import type { ErasureEntry } from '@muster/contracts/erasures'
import { formatNumber, formatPlural } from '../../lib/format.ts'

/** A state of an erasure request in words, and the kind of icon beside it. */
export interface ErasureWords {
  readonly label: string
  readonly look: 'waiting' | 'moving' | 'done' | 'failed' | 'person'
}

const words: Readonly<Record<ErasureEntry['state'], ErasureWords>> = {
  queued: { label: 'Queued', look: 'waiting' },
  in_progress: { label: 'In progress', look: 'moving' },
  erased: { label: 'Erased', look: 'done' },
  failed: { label: 'Failed', look: 'failed' },
  needs_person: { label: 'Needs you', look: 'person' },
}

export function erasureWords(state: ErasureEntry['state']): ErasureWords {
  return words[state]
}

/** "Erased for 3 of 5 people, 1 failed". */
export function erasureProgress({ total, erased, failed }: ErasureEntry['counts']): string {
  const people = formatPlural(total, 'person', 'people')
  const base = `Erased for ${formatNumber(erased)} of ${people}`
  return failed === 0 ? base : `${base}, ${formatNumber(failed)} failed`
}

/** How an identity is named on the way in, in words. */
export const identifierKind = {
  email: 'E-mail',
  orgUserId: 'Organisation id',
  userId: 'User id',
  channelUserId: 'Channel identity',
} as const

/** Whom a request is about, in a line: the first person, and how many more. */
export function peopleNamed({ people, counts }: Pick<ErasureEntry, 'people' | 'counts'>): string {
  const first = people[0]
  if (first === undefined) return formatPlural(counts.total, 'person', 'people')
  return counts.total > 1 ? `${first.label} and ${formatNumber(counts.total - 1)} more` : first.label
}
