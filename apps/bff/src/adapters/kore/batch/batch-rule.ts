import type { LearnedBatch } from '../../../features/kore/ports.ts'

/** What one call proves about the size of batches. `users`: how many it carried. */
export interface BatchEvidence {
  /** `slow`: no response, or none in time. */
  readonly kind: 'clean' | 'refused' | 'slow'
  readonly users: number
}

/** A read has no effect, so it starts with the largest size. A write starts with a size that any account takes. */
export const firstSizes = { read: 500, change: 50 } as const
/** Growth once a size failed. Also the distance to a refused size that is not worth another refused call. */
const step = 25
/** A slow Kore.ai is not faster below this size. */
const smallestSlow = 10
/** Kore.ai may raise a limit, so a refused size is tried again after this time. */
const forgetMs = 24 * 3_600_000

export const unlearned = (size: number): LearnedBatch => ({
  size,
  isCareful: false,
  proven: 0,
  refused: null,
  refusedAt: 0,
})

/** The size of batches after one more call. A size that worked is refused for the sake of a user, not of the size. */
export function afterCall(
  learned: LearnedBatch,
  { kind, users }: BatchEvidence,
  { ceiling, now }: { readonly ceiling: number; readonly now: number },
): LearnedBatch {
  const known = now - learned.refusedAt < forgetMs ? learned : { ...learned, refused: null }
  if (kind === 'clean') return grown({ ...known, proven: Math.max(known.proven, users) }, users, ceiling)
  const isCareful = true
  if (kind === 'slow') {
    const half = Math.max(Math.floor(users / 2), Math.min(smallestSlow, known.size))
    return { ...known, isCareful, size: Math.min(known.size, half) }
  }
  if (users < known.size && users <= known.proven) return known
  const size = Math.max(1, Math.floor(users / 2))
  return { size, isCareful, proven: known.proven < users ? known.proven : 0, refused: users, refusedAt: now }
}

function grown(known: LearnedBatch, users: number, ceiling: number): LearnedBatch {
  if (users < known.size) return known
  const next = known.isCareful ? users + step : users * 2
  return { ...known, size: Math.max(known.size, Math.min(next, ceiling, largestOf(known))) }
}

function largestOf({ refused, proven }: LearnedBatch): number {
  if (refused === null) return Infinity
  return refused - proven <= step ? proven : refused - 1
}
