import type { Identifier } from '../account/user.ts'

/**
 * `planned`: its plan waits to be applied. `queued`: requested of Kore.ai. `failed`: Kore.ai did not erase all people, or
 * a member must decide.
 */
export const caseStates = ['open', 'held', 'planned', 'queued', 'failed', 'erased', 'closed'] as const
export type CaseState = (typeof caseStates)[number]

interface CaseFacts {
  readonly isClosed: boolean
  readonly isHeld: boolean
  readonly hasPlan: boolean
  /** States of the erasure requests of its plans. */
  readonly erasures: readonly string[]
  /** All of its people are erased. */
  readonly isErased: boolean
}

export function caseStateOf({ isClosed, isHeld, hasPlan, erasures, isErased }: CaseFacts): CaseState {
  if (isClosed) return 'closed'
  if (isHeld) return 'held'
  if (isErased) return 'erased'
  if (erasures.some((state) => state === 'queued' || state === 'in_progress')) return 'queued'
  if (erasures.some((state) => state !== 'erased')) return 'failed'
  return hasPlan ? 'planned' : 'open'
}

const dayMs = 24 * 3_600_000

/** Whole days left until a deadline; negative once it has passed. */
export const daysLeft = (dueAt: number, now: number): number => Math.floor((dueAt - now) / dayMs)

/** Whether the deadline has passed while something is left to do. A hold does not stop the clock. */
export const isOverdue = (state: CaseState, dueAt: number, now: number): boolean =>
  state !== 'erased' && state !== 'closed' && dueAt < now

/** People that one case may have. */
export const mostPeople = 100

/** A key that is equal for the same person in any spelling of an email. */
export const personKey = (identifier: Identifier): string =>
  JSON.stringify(identifier.by === 'email' ? { ...identifier, value: identifier.value.toLowerCase() } : identifier)
