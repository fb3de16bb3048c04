import type { JobState } from '@muster/core/job/job-state'
import type { PlanItem } from '@muster/core/plan/plan'
import { stageSize } from '@muster/core/policy/volume'
import type { Message } from '@muster/core/text/message'
import type { Clock } from '../../clock.ts'
import { FlagsChangedError } from '../guard-ports.ts'
import {
  type JobRunStore,
  type Lease,
  LeaseLostError,
  type NewErasure,
  type PausedFor,
  type RunItem,
  SendingStoppedError,
  type WaitsFor,
} from '../ports.ts'
import { freshItem, holdItem, type MemoryItem, mayRevert, recordOne } from './memory-item.ts'

const workStates: ReadonlySet<JobState> = new Set(['queued', 'running', 'waiting', 'pausing', 'cancelling'])

interface MemoryJobOptions {
  readonly isStaged?: boolean
  /** Items of other jobs. */
  readonly others?: () => readonly Readonly<MemoryItem>[]
}

/** One job in memory, by the same rules as in SQL; `clock` is the store's own. */
export function createMemoryJobStore(
  items: readonly PlanItem[],
  clock: Pick<Clock, 'now'>,
  { isStaged = true, others = () => [] }: MemoryJobOptions = {},
) {
  const job = {
    state: 'queued' as JobState,
    reason: null as Message | null,
    pausedFor: null as PausedFor | null,
    wait: null as { for: WaitsFor; until: number } | null,
    epoch: 0,
    leaseUntil: null as number | null,
    tried: 0,
    triedFailed: 0,
  }
  const erasures: NewErasure[] = []
  const kept = items.map((item): MemoryItem => freshItem(item))
  const of = (seqs: readonly number[]) => kept.filter(({ item }) => seqs.includes(item.seq))
  const count = (which: (one: MemoryItem) => boolean) => kept.filter(which).length
  const checkLease = (lease: Lease) => {
    if (job.epoch !== lease.epoch) throw new LeaseLostError('another worker took the job over')
  }
  const checkRuns = () => {
    if (job.state !== 'running' && job.state !== 'waiting') throw new SendingStoppedError(`the job is ${job.state}`)
  }
  const free = () => job.leaseUntil === null || job.leaseUntil < clock.now()
  const isDue = (one: MemoryItem) => one.dueAt !== null && one.dueAt <= clock.now()
  /** Number of items that the next call may carry: calls that remove or erase grow with what is proven. */
  const callLimit = () => {
    const destructive = isStaged ? kept.filter(({ item }) => item.change.kind !== 'update') : []
    if (destructive.length === 0) return Number.POSITIVE_INFINITY
    const size = stageSize(destructive.filter(isProven).length)
    return Number.isFinite(size) && destructive.some((one) => isOpen(one, job.epoch)) ? 0 : size
  }
  const until = (times: readonly (number | null)[]) => {
    const known = times.filter((time) => time !== null)
    return known.length === 0 ? null : Math.max(0, Math.min(...known) - clock.now())
  }

  const store: JobRunStore = {
    acquire: async (jobId, leaseMs) => {
      if (!workStates.has(job.state)) return 'idle'
      if (!free()) return 'held'
      job.epoch += 1
      job.leaseUntil = clock.now() + leaseMs
      if (job.state === 'queued') job.state = 'running'
      const kinds = { update: 0, remove: 0, erase: 0 }
      for (const { item } of kept) kinds[item.change.kind] += 1
      return {
        lease: { jobId, epoch: job.epoch },
        state: job.state,
        total: kept.length,
        createdBy: 'ana',
        kinds,
        groups: null,
      }
    },
    renew: async (lease, leaseMs) => {
      checkLease(lease)
      job.leaseUntil = clock.now() + leaseMs
      return job.state
    },
    state: async (lease) => {
      checkLease(lease)
      return job.state
    },
    release: async (lease) => {
      if (job.epoch === lease.epoch) job.leaseUntil = null
    },
    abandoned: async () => (workStates.has(job.state) && free() ? [{ id: 'job', epoch: job.epoch }] : []),
    transition: async (lease, move) => {
      checkLease(lease)
      if (!move.from.includes(job.state)) return false
      job.state = move.to
      if (move.reason !== undefined) job.reason = move.reason
      job.wait = move.wait === undefined ? null : { for: move.wait.for, until: clock.now() + move.wait.ms }
      if (move.pausedFor !== undefined) job.pausedFor = move.pausedFor
      return true
    },
    noteWait: async (lease, wait) => {
      checkLease(lease)
      job.wait = { for: wait.for, until: clock.now() + wait.ms }
    },
    claim: async (lease, limit) => {
      checkLease(lease)
      const ready = kept.filter((one) => one.state === 'pending' && one.claimedEpoch !== lease.epoch)
      const key = ready.map(batchKey).toSorted()[0]
      const claimed = ready.filter((one) => batchKey(one) === key).slice(0, Math.min(limit, callLimit()))
      for (const one of claimed) one.claimedEpoch = lease.epoch
      return claimed.map(runItem)
    },
    checkMaySend: async (lease) => {
      checkLease(lease)
      checkRuns()
    },
    intend: async (lease, call) => {
      checkLease(lease)
      checkRuns()
      const sending = of(call.seqs).filter(({ state }) => state === 'pending' || state === 'intended')
      if (sending.length !== call.seqs.length) throw new Error('an item about to be sent is not pending')
      const { items: flags = [], quiesceMs = 0 } = call.flags ?? {}
      const at = { now: clock.now(), quiesceMs }
      if (flags.some((sent) => others().some((other) => mayRevert(sent, other, at)))) throw new FlagsChangedError()
      for (const one of sending) {
        const { epoch } = lease
        one.flags = flags.find(({ seq }) => seq === one.item.seq) ?? null
        if (one.state === 'pending' || one.callId !== call.id) one.attempts += 1
        Object.assign(one, {
          state: 'intended',
          sentAt: clock.now(),
          knownAt: null,
          dueAt: null,
          sentEpoch: epoch,
          callId: call.id,
        })
      }
      if (job.state === 'running') job.wait = null
      job.leaseUntil = clock.now() + call.leaseMs
    },
    giveBack: async (lease, seqs, why) => {
      checkLease(lease)
      for (const one of of(seqs)) {
        const isSeen =
          (one.state === 'in_doubt' && isDue(one)) || (one.state === 'intended' && one.sentEpoch !== lease.epoch)
        const isUnsent = one.state === 'pending' || one.state === 'intended'
        if (why === 'no_effect_seen' ? !isSeen : !isUnsent) continue
        if (why !== 'no_effect_seen' && one.state === 'intended')
          Object.assign(one, { attempts: one.attempts - 1, flags: null })
        if ((why === 'refused' || why === 'to_be_split') && one.state === 'intended') one.refusals += 1
        if (why === 'no_effect_seen') one.refusals = 0
        one.state = 'pending'
        one.claimedEpoch = why === 'to_be_split' ? lease.epoch : null
      }
    },
    doubt: async (lease, seqs, waitMs) => {
      checkLease(lease)
      for (const one of of(seqs)) {
        if (one.state === 'settled') continue
        Object.assign(one, { state: 'in_doubt', dueAt: clock.now() + waitMs, claimedEpoch: null })
      }
    },
    doubtful: async (lease, due) => {
      const isLost = (one: MemoryItem) =>
        one.state === 'intended' && one.sentEpoch !== lease.epoch && one.sentAt + due.quiesceMs <= clock.now()
      const found = kept.filter((one) => (one.state === 'in_doubt' && isDue(one)) || isLost(one))
      return found.slice(0, due.limit).map(runItem)
    },
    unverified: async (_lease, limit, which = 'due') =>
      kept
        .filter((one) => one.toVerify && (which === 'all' || one.dueAt === null || isDue(one)))
        .slice(0, limit)
        .map(runItem),
    recordOutcomes: async (lease, itemOutcomes, more) => {
      checkLease(lease)
      const ended = itemOutcomes.flatMap((one) => recordOne(kept, one, clock.now()))
      const seqs = new Set(ended.map(({ one }) => one.item.seq))
      erasures.push(
        ...(more.erasures ?? []).filter(({ people }) => people.some(({ seq }) => seq !== null && seqs.has(seq))),
      )
      const sent = ended.filter(({ one }) => one.attempts > 0 || one.cause === 'user_unreadable')
      job.tried += sent.filter(({ was }) => was === null).length
      job.triedFailed += sent.filter(({ one }) => one.outcome === 'failed').length
      const left = count(({ outcome }) => outcome === null)
      return { tried: job.tried, triedFailed: job.triedFailed, total: kept.length, left }
    },
    confirm: async (lease, seqs) => {
      checkLease(lease)
      for (const one of of(seqs))
        if (one.toVerify) Object.assign(one, { toVerify: false, knownAt: clock.now(), dueAt: null, reads: 0 })
    },
    postpone: async (lease, seqs, waitMs) => {
      checkLease(lease)
      for (const one of of(seqs)) {
        if (one.state === 'intended') one.state = 'in_doubt'
        Object.assign(one, { dueAt: clock.now() + waitMs, reads: one.reads + 1 })
      }
    },
    unrecorded: async (responses) =>
      responses.flatMap((response) => {
        const open = of(response.seqs).filter((one) => one.state !== 'settled' || one.outcome === 'unknown')
        return open.length === 0 ? [] : [{ response, createdBy: 'ana', items: open.map(runItem) }]
      }),
    recordAccepted: async ({ itemOutcomes, erasure }) => {
      const seqs = new Set(itemOutcomes.map(({ seq }) => seq))
      for (const one of of([...seqs]))
        if (one.outcome === 'unknown') Object.assign(one, { state: 'intended', outcome: null })
      const isLost = ({ requestId, people }: NewErasure) =>
        requestId === null && people.some(({ seq }) => seq !== null && seqs.has(seq))
      erasures.splice(0, erasures.length, ...erasures.filter((one) => !isLost(one)))
      if (itemOutcomes.flatMap((one) => recordOne(kept, one, clock.now())).length > 0) erasures.push(erasure)
    },
    cancelPending: async (lease) => {
      checkLease(lease)
      for (const one of kept) {
        if (one.state !== 'pending') continue
        if (one.refusals > 0 && one.item.change.kind !== 'erase') {
          Object.assign(one, { state: 'in_doubt', dueAt: clock.now(), claimedEpoch: null })
          continue
        }
        Object.assign(one, { state: 'settled', outcome: 'not_attempted', cause: 'cancelled', claimedEpoch: null })
      }
    },
    remaining: async (_lease, quiesceMs) => ({
      pending: count(({ state }) => state === 'pending'),
      claimable: count(({ state }) => state === 'pending') > 0 && callLimit() > 0,
      doubtful: count(({ state }) => state === 'intended' || state === 'in_doubt'),
      unverified: count(({ toVerify }) => toVerify),
      nextDoubtMs: until(
        kept.map(({ state, dueAt, sentAt }) =>
          state === 'in_doubt' ? dueAt : state === 'intended' ? sentAt + quiesceMs : null,
        ),
      ),
      nextUnverifiedMs: until(kept.map(({ toVerify, dueAt }) => (toVerify ? (dueAt ?? clock.now()) : null))),
    }),
  }
  /** A user's action; returns whether the state changed. */
  const control = (from: readonly JobState[], to: JobState) => {
    if (!from.includes(job.state)) return false
    job.state = to
    job.pausedFor = null
    if (to === 'queued') Object.assign(job, { tried: 0, triedFailed: 0 })
    return true
  }
  /** A backup of the store; the returned function restores it, held and released as a real restore is. */
  const backUp = () => {
    const [oldJob, oldItems, oldErasures] = [{ ...job }, kept.map((one) => ({ ...one })), [...erasures]]
    return ({ isHeld, quiesceMs }: { isHeld: boolean; quiesceMs: number }) => {
      const epoch = job.epoch + 1
      Object.assign(job, oldJob, { epoch, leaseUntil: null, state: isHeld ? 'queued' : oldJob.state })
      erasures.splice(0, erasures.length, ...oldErasures)
      for (const [n, one] of kept.entries()) {
        Object.assign(one, oldItems[n])
        if (isHeld && one.state !== 'settled') holdItem(one, clock.now() + quiesceMs)
      }
    }
  }
  return { store, job, backUp, items: kept as readonly Readonly<MemoryItem>[], erasures, control }
}
export type MemoryJobStore = ReturnType<typeof createMemoryJobStore>

const isProven = ({ outcome, toVerify, cause }: MemoryItem) =>
  outcome === 'changed' && !toVerify && cause !== 'not_verified'
const isOpen = ({ state, toVerify, claimedEpoch }: MemoryItem, epoch: number) =>
  toVerify || state === 'intended' || state === 'in_doubt' || (state === 'pending' && claimedEpoch === epoch)

const batchKey = ({ item }: MemoryItem) => item.change.kind

function runItem({ item, attempts, refusals, reads, callId }: MemoryItem): RunItem {
  return { item, attempts, refusals, reads, callId }
}
