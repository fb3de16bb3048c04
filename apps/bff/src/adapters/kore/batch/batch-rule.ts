import type { LearnedBatch } from '../../../features/kore/ports.ts'

/** What one call proves about the size of batches. `users`: how many it carried. */
export interface BatchEvidence {
  /** `slow`: no response, or none in time. */
  readonly kind: 'clean' | 'refused' | 'slow'
  readonly users: number
  /** Refused for its size for sure: a smaller call worked for the same users. */
  readonly isSure?: boolean
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
  if (kind === 'clean') return grown(known, users, ceiling)
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
  const proven = Math.max(known.proven, users)
  const refused = known.refused !== null && known.refused > proven ? known.refused : null
  const worked = { ...known, proven, refused }
  if (users < known.size) return worked
  const next = known.isCareful ? users + step : users * 2
  const size = isDoubtful(known) ? users * 2 : Math.min(next, largestOf(worked))
  return { ...worked, size: Math.max(known.size, Math.min(size, ceiling)) }
}

/**
 * A small refused size may be due to a user, unless half of it worked before. The next size that works is doubled: the
 * result is larger than the refused size, or refused with half of it proven, so this ends.
 */
const isDoubtful = ({ refused, proven }: LearnedBatch): boolean =>
  refused !== null && refused < firstSizes.change && proven * 2 < refused

function largestOf({ refused, proven }: LearnedBatch): number {
  if (refused === null) return Infinity
  return refused - proven <= step ? proven : refused - 1
}
