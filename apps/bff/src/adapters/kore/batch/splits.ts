import type { Clock } from '../../../clock.ts'
import type { LearnedBatch } from '../../../features/kore/ports.ts'
import type { BatchEvidence } from './batch-rule.ts'

/** A refused call is halved down to one user within this time. */
const splitMs = 600_000

interface Split {
  /** Before the call was refused. */
  readonly before: LearnedBatch
  /** What the ledger has: the size before, or the last one that a split proved. */
  readonly stored: LearnedBatch
  readonly at: number
  /** Users of the refused call, and those of them that no smaller call carried yet. */
  readonly users: number
  readonly left: number
}

/**
 * Refused calls that are split, by endpoint. Until a split ends, the reason is either the size or one user. It is the
 * user if Kore.ai refuses that one alone, and the size if smaller calls carried all users.
 */
export function createSplits(clock: Clock) {
  const splits = new Map<string, Split>()
  const isOpen = (name: string): boolean => (splits.get(name)?.left ?? 0) > 0
  return {
    /** Whether the reason of a refusal is still unknown. */
    isOpen,
    /** Ends a split that takes too long. Returns the size to restore if it was broken off, or null. */
    expire: (name: string): LearnedBatch | null => {
      const split = splits.get(name)
      if (split === undefined || clock.monotonic() - split.at < splitMs) return null
      splits.delete(name)
      return split.left > 0 ? split.stored : null
    },
    /** Ends a split because of one user. Returns the size before, or null without a split. */
    undo: (name: string): LearnedBatch | null => {
      const split = splits.get(name)
      splits.delete(name)
      return split?.before ?? null
    },
    /** Follows a split. Returns whether this call proves that the size was the reason. */
    note: (
      name: string,
      { kind, users, isSure }: BatchEvidence,
      { before, learned }: { readonly before: LearnedBatch; readonly learned: LearnedBatch },
    ): boolean => {
      const split = splits.get(name)
      if (kind === 'refused' && isSure !== true) {
        if (users === 1 || isOpen(name)) return false
        splits.set(name, { before: split?.before ?? before, stored: before, at: clock.monotonic(), users, left: users })
        return false
      }
      if (split === undefined || !isOpen(name) || users >= split.users) return false
      const left = kind === 'refused' ? 0 : Math.max(0, split.left - users)
      splits.set(name, { ...split, stored: left > 0 ? split.stored : learned, left })
      return left === 0
    },
  }
}
