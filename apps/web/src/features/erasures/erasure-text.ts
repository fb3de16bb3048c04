import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, plural } from '@lingui/core/macro'
import type { ErasureEntry } from '@muster/contracts/erasures'
import { formatNumber } from '../../lib/format.ts'

/** Label of a state of an erasure request and the kind of its icon. */
export interface ErasureWords {
  readonly label: string
  readonly look: 'waiting' | 'moving' | 'done' | 'failed' | 'person'
}

type StateLook = Pick<ErasureWords, 'look'> & { readonly label: MessageDescriptor }

const states: Readonly<Record<ErasureEntry['state'], StateLook>> = {
  queued: { label: msg`Queued`, look: 'waiting' },
  in_progress: { label: msg`In progress`, look: 'moving' },
  erased: { label: msg`Erased`, look: 'done' },
  failed: { label: msg`Failed`, look: 'failed' },
  needs_decision: { label: msg`Decision needed`, look: 'person' },
}

export function erasureWords(state: ErasureEntry['state']): ErasureWords {
  const { label, look } = states[state]
  return { label: i18n._(label), look }
}

/** "Erased for 3 of 5 people, 1 failed". */
export function erasureProgress(counts: ErasureEntry['counts']): string {
  const erased = formatNumber(counts.erased)
  const failed = formatNumber(counts.failed)
  return counts.failed === 0
    ? plural(counts.total, { one: `Erased for ${erased} of # person`, other: `Erased for ${erased} of # people` })
    : plural(counts.total, {
        one: `Erased for ${erased} of # person, ${failed} failed`,
        other: `Erased for ${erased} of # people, ${failed} failed`,
      })
}

const identifierKinds: Readonly<Record<ErasureEntry['people'][number]['identifier']['by'], MessageDescriptor>> = {
  email: msg`Email`,
  orgUserId: msg`Organization ID`,
  userId: msg`User ID`,
  channelUserId: msg`Channel identity`,
}

/** The kind of an identifier: "Organization ID". */
export const identifierKindWords = (by: keyof typeof identifierKinds): string => i18n._(identifierKinds[by])

/** The people of a request: the first one, and how many more. */
export function peopleWords({ people, counts }: Pick<ErasureEntry, 'people' | 'counts'>): string {
  const first = people[0]?.label
  if (first === undefined) return plural(counts.total, { one: '# person', other: '# people' })
  return counts.total > 1
    ? plural(counts.total - 1, { one: `${first} and # more person`, other: `${first} and # more people` })
    : first
}
