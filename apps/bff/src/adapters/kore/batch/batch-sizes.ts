import type { KoreEndpoint } from '@muster/kore-api/endpoint'
import { eraseUsersData } from '@muster/kore-api/erase-users-data'
import type { Clock } from '../../../clock.ts'
import type { BatchLedger, LearnedBatch } from '../../../features/kore/ports.ts'
import { afterCall, type BatchEvidence, firstSizes, unlearned } from './batch-rule.ts'

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
function createSplits(clock: Clock) {
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

/** How many users the calls of one connection carry, learned from its responses. */
export interface BatchSizes {
  of(endpoint: KoreEndpoint): number
  /** Reads what other replicas learned, if the last time is a while ago. Never fails. */
  refresh(): Promise<void>
  /** Saves in the background, during a split only once it ends. A size that could not be saved is learned again. */
  learn(endpoint: KoreEndpoint, evidence: BatchEvidence): void
  /** Waits until everything is saved. */
  close(): Promise<void>
}

const refreshMs = 10_000
/** The users of an erasure whose response is lost wait for a decision together, so they stay few. */
const mostErasures = 50

const ceilingOf = ({ name }: KoreEndpoint, ceiling: number) =>
  name === eraseUsersData.name ? Math.min(mostErasures, ceiling) : ceiling

/** Users in the next call of an endpoint: as learned, or as a call begins. */
export const sizeOf = (endpoint: KoreEndpoint, learned: number | undefined, ceiling: number): number =>
  Math.min(learned ?? firstSizes[endpoint.effect], ceilingOf(endpoint, ceiling))

/** This user was the reason, not the size. */
const isRefusedAlone = ({ kind, users }: BatchEvidence): boolean => kind === 'refused' && users === 1

interface BatchSizesDeps {
  readonly ledger: BatchLedger
  readonly clock: Clock
  /** Most users in a call. */
  readonly ceiling: number
}

export function createBatchSizes(deps: BatchSizesDeps): BatchSizes {
  const { ledger, clock } = deps
  let known = new Map<string, LearnedBatch>()
  let readAt: number | null = null
  let saving = Promise.resolve()
  const splits = createSplits(clock)
  /** What is in use once a split that was broken off is undone. */
  const current = ({ name }: KoreEndpoint): LearnedBatch | undefined => {
    const stored = splits.expire(name)
    if (stored !== null) known.set(name, stored)
    return known.get(name)
  }
  const learnedOf = (endpoint: KoreEndpoint) => current(endpoint) ?? unlearned(firstSizes[endpoint.effect])
  return {
    of: (endpoint) => sizeOf(endpoint, current(endpoint)?.size, deps.ceiling),
    refresh: async () => {
      if (readAt !== null && clock.monotonic() - readAt < refreshMs) return
      readAt = clock.monotonic()
      await saving
      await ledger.read().then(
        (kept) => {
          known = new Map([...known, ...[...kept].filter(([name]) => !splits.isOpen(name))])
        },
        () => {},
      )
    },
    learn: (endpoint, evidence) => {
      const { name } = endpoint
      const before = learnedOf(endpoint)
      const rule = { ceiling: ceilingOf(endpoint, deps.ceiling), now: clock.now() }
      const learned = isRefusedAlone(evidence) ? (splits.undo(name) ?? before) : afterCall(before, evidence, rule)
      const isDecided = splits.note(name, evidence, { before, learned })
      if (!isDecided && isSame(learned, before)) return
      known.set(name, learned)
      if (splits.isOpen(name)) return
      saving = saving.then(() => ledger.save(name, learned)).catch(() => {})
    },
    close: () => saving,
  }
}

/** A first read waits for nothing else, so an unlearned size that stays is not worth a row. */
const isSame = (one: LearnedBatch, other: LearnedBatch): boolean =>
  one.size === other.size &&
  one.isCareful === other.isCareful &&
  one.refused === other.refused &&
  (one.proven === other.proven || one.proven < one.size)
