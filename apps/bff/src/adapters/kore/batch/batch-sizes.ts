import type { KoreEndpoint } from '@muster/kore-api/endpoint'
import { eraseUsersData } from '@muster/kore-api/erase-users-data'
import type { Clock } from '../../../clock.ts'
import type { BatchLedger, LearnedBatch } from '../../../features/kore/ports.ts'
import { afterCall, type BatchEvidence, firstSizes, unlearned } from './batch-rule.ts'

/** How many users the calls of one connection carry, learned from its responses. */
export interface BatchSizes {
  of(endpoint: KoreEndpoint): number
  /** Reads what other replicas learned, if the last time is a while ago. Never fails. */
  refresh(): Promise<void>
  /** Saves in the background. A size that could not be saved is learned again. */
  learn(endpoint: KoreEndpoint, evidence: BatchEvidence): void
  /** Waits until everything is saved. */
  close(): Promise<void>
}

const refreshMs = 10_000
/** A refused call is halved down to one user within this time. */
const splitMs = 600_000
/** The users of an erasure whose answer is lost wait for a decision together, so they stay few. */
const mostErasures = 50

const ceilingOf = ({ name }: KoreEndpoint, ceiling: number) =>
  name === eraseUsersData.name ? Math.min(mostErasures, ceiling) : ceiling

/** Users in the next call of an endpoint: as learned, or as a call begins. */
export const sizeOf = (endpoint: KoreEndpoint, learned: number | undefined, ceiling: number): number =>
  Math.min(learned ?? firstSizes[endpoint.effect], ceilingOf(endpoint, ceiling))

export function createBatchSizes(deps: {
  readonly ledger: BatchLedger
  readonly clock: Clock
  /** Most users in a call. */
  readonly ceiling: number
}): BatchSizes {
  const { ledger, clock } = deps
  let known = new Map<string, LearnedBatch>()
  let readAt: number | null = null
  let saving = Promise.resolve()
  /** The sizes before a refused call was split. */
  const unsplit = new Map<string, { readonly learned: LearnedBatch; readonly at: number }>()
  const learnedOf = (endpoint: KoreEndpoint) => known.get(endpoint.name) ?? unlearned(firstSizes[endpoint.effect])
  const next = (endpoint: KoreEndpoint, evidence: BatchEvidence): LearnedBatch => {
    const learned = learnedOf(endpoint)
    if (evidence.kind === 'refused') {
      const before = unsplit.get(endpoint.name)
      const isSplit = before !== undefined && clock.monotonic() - before.at < splitMs
      // Refused alone: this user was the reason, not the size.
      if (evidence.users === 1) {
        unsplit.delete(endpoint.name)
        return isSplit ? before.learned : learned
      }
      if (!isSplit) unsplit.set(endpoint.name, { learned, at: clock.monotonic() })
    }
    return afterCall(learned, evidence, { ceiling: ceilingOf(endpoint, deps.ceiling), now: clock.now() })
  }
  return {
    of: (endpoint) => sizeOf(endpoint, known.get(endpoint.name)?.size, deps.ceiling),
    refresh: async () => {
      if (readAt !== null && clock.monotonic() - readAt < refreshMs) return
      readAt = clock.monotonic()
      await saving
      await ledger.read().then(
        (kept) => {
          known = new Map([...known, ...kept])
        },
        () => {},
      )
    },
    learn: (endpoint, evidence) => {
      const { name } = endpoint
      const learned = next(endpoint, evidence)
      if (isSame(learned, learnedOf(endpoint))) return
      known.set(name, learned)
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
