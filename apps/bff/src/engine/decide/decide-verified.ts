import { sameWhereTouched } from '@muster/core/plan/drift'
import { type End, end } from '../item-end.ts'
import type { ReadUser } from '../kore-ports.ts'
import type { RunItem } from '../ports.ts'
import { driftFacts } from './drift-facts.ts'

export type Verified =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'look_later' }
  | { readonly kind: 'end'; readonly end: End }

/** Re-reads of a user that contradict Kore.ai's reported success before it counts as a failure. */
const looks = 2

/**
 * Decides whether a re-read confirms what Kore.ai reported as done. Its reads may lag, so a mismatch is read again. An
 * unreadable user stays changed, since Kore.ai reported so, and is marked as not verified.
 */
export function decideVerified(run: RunItem, read: ReadUser): Verified {
  if (read.kind !== 'unreadable' && isAsPlanned(run, read)) return { kind: 'confirmed' }
  if (run.reads + 1 < looks) return { kind: 'look_later' }
  if (read.kind === 'unreadable')
    return { kind: 'end', end: end('changed', 'not_verified', { koreResponse: read.koreResponse }) }
  const details = read.kind === 'found' ? driftFacts(run.item, read.user) : {}
  return { kind: 'end', end: end('failed', 'unexpected_response', { details: { ...details, reason: 'not_shown' } }) }
}

function isAsPlanned({ item }: RunItem, read: Exclude<ReadUser, { kind: 'unreadable' }>): boolean {
  if (item.change.kind === 'remove') return read.kind === 'absent'
  if (read.kind === 'absent') return false
  return item.after === null || sameWhereTouched(item.steps, item.after, read.user)
}
