import { driftOf, sameWhereTouched } from '@muster/core/plan/drift'
import { type End, end, userFacts } from '../item-end.ts'
import type { ReadUser } from '../kore-ports.ts'
import type { RunItem } from '../ports.ts'
import { driftFacts } from './drift-facts.ts'
import { isPartlyDone } from './partly-done.ts'

/** Re-reads without a response after which an item stays unknown. */
const mostReads = 5

export type AfterDoubt =
  | { readonly kind: 'end'; readonly end: End }
  | { readonly kind: 'again' }
  | { readonly kind: 'look_later' }

/**
 * Decides the outcome of an item that was sent without a response, after the quiesce: a late effect has landed by now,
 * so the re-read is final. An erasure leaves nothing to read, so it stays unknown until a member decides.
 */
export function decideAfterDoubt(run: RunItem, read: ReadUser): AfterDoubt {
  const { item } = run
  if (item.change.kind === 'erase') return { kind: 'end', end: end('unknown', 'no_response') }
  if (read.kind === 'unreadable') {
    if (run.reads + 1 < mostReads) return { kind: 'look_later' }
    return { kind: 'end', end: end('unknown', 'no_response', { koreResponse: read.koreResponse }) }
  }
  if (item.change.kind === 'remove') {
    if (read.kind === 'absent')
      return { kind: 'end', end: end('changed', 'already_gone', { koreResponse: read.koreResponse }) }
    return again(run, 'nothing')
  }
  if (read.kind === 'absent') {
    const { otherId } = read
    if (otherId !== undefined)
      return { kind: 'end', end: end('failed', 'changed_since_plan', { details: { ...userFacts(run), otherId } }) }
    return {
      kind: 'end',
      end: end('failed', 'user_not_found', { koreResponse: read.koreResponse, details: userFacts(run) }),
    }
  }
  const drift = driftOf(item, read.user)
  const isAsRequested = item.after !== null && sameWhereTouched(item.steps, item.after, read.user)
  if (isAsRequested || drift === 'already_there') return { kind: 'end', end: end('changed') }
  // A script's user, unknown to the directory: the read proves neither an effect nor that there is none.
  if (item.before === null) return { kind: 'end', end: end('unknown', 'no_response') }
  if (drift === 'as_planned') return again(run, 'nothing')
  if (isPartlyDone(item, read.user)) return again(run, 'part')
  return { kind: 'end', end: end('failed', 'changed_since_plan', { details: driftFacts(item, read.user) }) }
}

/** Retries the item, or ends it with what the re-read shows of it. */
function again(run: RunItem, landed: 'nothing' | 'part'): AfterDoubt {
  if (run.attempts < mostAttempts) return { kind: 'again' }
  return { kind: 'end', end: end('failed', 'no_response', { details: { landed } }) }
}

/** Attempts at one item after which a re-read without an effect is final. */
export const mostAttempts = 5
