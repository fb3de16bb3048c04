import { sameWhereTouched } from '@muster/core/plan/drift'
import { type End, end } from '../item-end.ts'
import type { ReadUser } from '../kore-ports.ts'
import type { RunItem } from '../ports.ts'
import { driftFacts } from './drift-facts.ts'

export type Verified =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'look_later' }
  | { readonly kind: 'end'; readonly end: End }

/** Looks at a user that shows something else than what Kore.ai said was done, before it is called a failure. */
const looks = 2

/**
 * Whether a re-read shows what Kore.ai reported as done. Its reads may lag, so a mismatch is looked at again. A user who
 * cannot be read stays changed, since Kore.ai reported so, and is marked as not verified.
 */
export function decideVerified(run: RunItem, read: ReadUser): Verified {
  if (read.kind !== 'unreadable' && isAsPlanned(run, read)) return { kind: 'confirmed' }
  if (run.reads + 1 < looks) return { kind: 'look_later' }
  if (read.kind === 'unreadable')
    return { kind: 'end', end: end('changed', 'not_verified', { koreAnswer: read.koreAnswer }) }
  const details = read.kind === 'found' ? driftFacts(run.item, read.user) : {}
  const said = 'Kore.ai said done but the re-read shows otherwise'
  return { kind: 'end', end: end('failed', 'unexpected_answer', { details: { ...details, reason: said } }) }
}

function isAsPlanned({ item }: RunItem, read: Exclude<ReadUser, { kind: 'unreadable' }>): boolean {
  if (item.change.kind === 'remove') return read.kind === 'absent'
  if (read.kind === 'absent') return false
  return item.after === null || sameWhereTouched(item.steps, item.after, read.user)
}
