import { noteBudgetWait, noteTrouble, noteWorked, waitForOtherJob } from '../context/note-waiting.ts'
import { pauseForCredential, refusedCredential } from '../context/pause-job.ts'
import type { RunContext } from '../context/run-context.ts'
import type { UserRefusal } from '../decide/decide-refused.ts'
import {
  CallRefusedError,
  type ConfirmedHolders,
  FlagsChangedError,
  type GuardedTaking,
  HoldersLostError,
} from '../guard-ports.ts'
import type { EraseResult } from '../kore-ports.ts'
import { keyOf, sentFlags } from '../kore-requests.ts'
import { ErasureUnderWayError, LeaseLostError, type RunItem, SendingStoppedError, type UnderWay } from '../ports.ts'
import type { Ready } from '../ready-item.ts'
import { recordLostErasure, recordQueuedErasure, withoutUnderWay } from '../verify/record-erasure.ts'
import { callKore } from './call-kore.ts'
import { endRefused } from './end-refused.ts'
import { recordRefused, takingsOf } from './guard-call.ts'
import { readResponse } from './read-response.ts'

/** The call waited so long that another administrator may have changed its users since they were read. */
class StaleReadError extends Error {
  override readonly name = 'StaleReadError'
}

/**
 * Whether the reads that a call was judged by are too old: who has the address, the flags that an update carries, groups,
 * admin roles. An erasure has none.
 */
function isStale({ readAges, staleReads }: RunContext, ready: readonly Ready[], leaving: Leaving): boolean {
  const losers = new Set(leaving.takings.filter(({ taking }) => taking.adminRolesLost.length > 0).map(({ seq }) => seq))
  const stale = ready.filter(({ run: { item }, readAt }) => {
    if (item.change.kind === 'erase') return false
    const times = staleReads.get(item.seq) ?? 0
    const areHoldersTooOld = losers.has(item.seq) && readAges.holders.isTooOld(leaving.judgedAt, times)
    return readAges.users.isTooOld(readAt, times) || areHoldersTooOld
  })
  for (const { run } of stale) staleReads.set(run.item.seq, (staleReads.get(run.item.seq) ?? 0) + 1)
  if (stale.length === 0) for (const { run } of ready) staleReads.delete(run.item.seq)
  return stale.length > 0
}

/**
 * Sends one call's worth of items and records the outcomes that its response proves. Returns the items reported as
 * done, for verification. Throws `SendingStoppedError` when aborted before it left: the items stay pending.
 */
export async function sendBatch(run: RunContext, ready: readonly Ready[]): Promise<readonly RunItem[]> {
  const refusals: UserRefusal[] = []
  try {
    return await send(run, ready, refusals)
  } finally {
    await endRefused(run, refusals)
  }
}

/** Sends, in halves if needed; adds users that Kore.ai refused to `refusals`. */
async function send(run: RunContext, ready: readonly Ready[], refusals: UserRefusal[]): Promise<readonly RunItem[]> {
  if (ready.length === 0) return []
  const callId = run.deps.newId()
  const guarded = await takingsOf(run, ready)
  const turn = await inTurn(run, ready, { id: callId, ...guarded }).catch((error: unknown) => {
    if (error instanceof CallRefusedError || error instanceof FlagsChangedError) return error
    throw error
  })
  if (turn instanceof FlagsChangedError) {
    // Outside of its turn, which other calls of the job and of the budget need. Then to be read again.
    await waitForOtherJob(run, run.gate.sending)
    await run.deps.store.giveBack(run.job.lease, seqsOf(ready), 'without_effect')
    return []
  }
  if (turn instanceof CallRefusedError) return send(run, await recordRefused(run, ready, turn), refusals)
  if (turn.kind === 'stale') return []
  if (turn.kind === 'under_way') return send(run, await withoutUnderWay(run, ready, turn.items), refusals)
  const { result, left } = turn
  switch (result.kind) {
    case 'response': {
      const read = await readResponse(run, ready, result.results)
      refusals.push(...read.refusals)
      await noteWorked(run)
      return read.done
    }
    case 'queued':
      await recordQueuedErasure(run, ready, { callId, requestId: result.requestId })
      await noteWorked(run)
      return []
    case 'refused':
      await noteWorked(run)
      return split(run, ready, { result, refusals })
    case 'not_sent':
      await recordNotSent(run, ready, { result, left })
      return []
    case 'in_doubt':
      await recordDoubt(run, ready, result)
      return []
  }
}

const seqsOf = (ready: readonly Ready[]) => ready.map((one) => one.run.item.seq)

type ResultOf<K extends EraseResult['kind']> = Extract<EraseResult, { kind: K }>

/** The items are pending again. */
async function recordNotSent(
  run: RunContext,
  ready: readonly Ready[],
  { result, left }: { readonly result: ResultOf<'not_sent'>; readonly left: boolean },
): Promise<void> {
  await run.deps.store.giveBack(run.job.lease, seqsOf(ready), result.hasResponse ? 'refused' : 'without_effect')
  if (isCredentialRefused(result)) {
    await pauseForCredential(run)
    return
  }
  // A call this run aborted itself is no sign of trouble at Kore.ai.
  if (run.gate.closedBy !== null && !left) throw new SendingStoppedError('called off before it was sent')
  await noteTrouble(run, result)
}

async function recordDoubt(run: RunContext, ready: readonly Ready[], result: ResultOf<'in_doubt'>): Promise<void> {
  const { store, settings } = run.deps
  if (ready[0]?.run.item.change.kind === 'erase') await recordLostErasure(run, ready, result)
  else await store.doubt(run.job.lease, seqsOf(ready), settings.quiesceMs, result.koreResponse)
  if (isCredentialRefused(result)) await pauseForCredential(run)
}

const isCredentialRefused = (result: EraseResult): boolean =>
  (result.kind === 'not_sent' || result.kind === 'in_doubt') && result.cause === 'credential_rejected'

/** Progress of a call on its way out. */
interface Leaving {
  readonly id: string
  readonly ready: readonly Ready[]
  readonly seqs: readonly number[]
  readonly takings: readonly GuardedTaking[]
  readonly holders: ConfirmedHolders
  /** When the first read of the holders left, in milliseconds of the monotonic clock. */
  readonly judgedAt: number
  readonly call: ReturnType<RunContext['gate']['call']>
  /** When its intent was recorded. */
  intendedAt: number | null
  /** Its intent may be recorded, even without a response of the store. */
  mayBeIntended: boolean
  left: boolean
}

type Turn =
  | { readonly kind: 'called'; readonly result: EraseResult; readonly left: boolean }
  | { readonly kind: 'under_way'; readonly items: readonly UnderWay[] }
  /** Given back, to be read again. */
  | { readonly kind: 'stale' }

/** Waits for a turn. A call that takes nothing away uses the wait to record its intent. */
async function enterTurn(run: RunContext, leaving: Leaving): Promise<void> {
  const { call, seqs, takings } = leaving
  try {
    if (takings.every(takesNothing) && run.turns.areTaken()) await recordIntent(run, leaving)
    await run.turns.enter(call.signal)
  } catch (error) {
    call.left()
    if (error instanceof FlagsChangedError) throw error
    if (leaving.mayBeIntended) await run.deps.store.giveBack(run.job.lease, seqs, 'without_effect')
    throw call.signal.aborted ? new SendingStoppedError('called off while waiting') : error
  }
}

/** Waits for a turn, then calls. */
async function inTurn(
  run: RunContext,
  ready: readonly Ready[],
  given: Pick<Leaving, 'id' | 'takings' | 'holders' | 'judgedAt'>,
): Promise<Turn> {
  const call = run.gate.call()
  const seqs = seqsOf(ready)
  const leaving: Leaving = { ...given, ready, seqs, call, intendedAt: null, mayBeIntended: false, left: false }
  await enterTurn(run, leaving)
  try {
    const beforeSend = async () => {
      if (isStale(run, ready, leaving)) throw new StaleReadError()
      await keepIntent(run, leaving)
    }
    const result = await callKore(run, ready, {
      lane: run.lane,
      signal: call.signal,
      beforeSend,
      mayResend: () => maySendAgain(run, leaving),
      onBudgetWait: (waitMs) => noteBudgetWait(run, waitMs),
    })
    if (isCredentialRefused(result)) refusedCredential(run)
    return { kind: 'called', result, left: leaving.left }
  } catch (error) {
    if (error instanceof ErasureUnderWayError) return { kind: 'under_way', items: error.items }
    if (error instanceof StaleReadError || error instanceof HoldersLostError) {
      await run.deps.store.giveBack(run.job.lease, seqs, 'without_effect')
      return { kind: 'stale' }
    }
    return { kind: 'called', result: await afterFailure(run, leaving, error), left: leaving.left }
  } finally {
    call.left()
    run.turns.leave()
  }
}

/** The guards judge anything else at the last moment. */
const takesNothing = ({ taking }: GuardedTaking): boolean =>
  taking.kind === 'update' && !taking.takesAway && taking.adminRolesLost.length === 0

/** Commits the intent: while the places are taken, or otherwise once the budget lets the call go. */
async function recordIntent(run: RunContext, leaving: Leaving): Promise<void> {
  const { deps, job } = run
  const { id, ready, seqs, takings, holders } = leaving
  const { clock, settings, store } = deps
  const started = clock.monotonic()
  const flags = { items: ready.flatMap((one) => sentFlags(one, started)), quiesceMs: settings.quiesceMs }
  try {
    await store.intend(job.lease, { id, seqs, leaseMs: settings.leaseMs, takings, holders, flags })
  } catch (error) {
    // A commit may succeed and lose its response.
    if (!isRefusal(error)) leaving.mayBeIntended = true
    throw error
  }
  leaving.intendedAt = started
  leaving.mayBeIntended = true
}

/** The store refused to record an intent: nothing changed. */
const isRefusal = (error: unknown): boolean =>
  error instanceof SendingStoppedError ||
  error instanceof LeaseLostError ||
  error instanceof CallRefusedError ||
  error instanceof ErasureUnderWayError

/** The last step before a call leaves. An intent that waited long is recorded anew: it may not be sent any more. */
async function keepIntent(run: RunContext, leaving: Leaving): Promise<void> {
  const { clock, settings, store } = run.deps
  const { call } = leaving
  const age = () => clock.monotonic() - (leaving.intendedAt ?? -Infinity)
  if (age() > settings.controlMs) await recordIntent(run, leaving)
  // Stopped, paused or canceled since then: Muster reported that no further call leaves.
  else await store.checkMaySend(run.job.lease)
  // Frozen meanwhile: another worker may have the job by now, so nothing leaves; the items are re-read.
  if (age() > settings.leaseMs / 2) throw new LeaseLostError('too slow between intent and send')
  if (call.signal.aborted) throw new SendingStoppedError('called off while the intent was kept')
  leaving.left = true
  call.left()
}

/** Whether a refused call may leave again by the same intent: not once the job was stopped, paused, canceled or taken over. */
async function maySendAgain({ deps: { clock, settings, store }, job }: RunContext, leaving: Leaving): Promise<boolean> {
  try {
    await store.checkMaySend(job.lease)
  } catch {
    return false
  }
  return clock.monotonic() - (leaving.intendedAt ?? -Infinity) <= settings.leaseMs / 2
}

/** A call that broke after it left is in doubt; before, its intent is undone. */
async function afterFailure({ deps, job }: RunContext, leaving: Leaving, error: unknown): Promise<EraseResult> {
  if (error instanceof LeaseLostError || error instanceof FlagsChangedError) throw error
  if (leaving.left) return { kind: 'in_doubt', cause: 'no_response', koreResponse: null }
  if (leaving.mayBeIntended) await deps.store.giveBack(job.lease, leaving.seqs, 'without_effect')
  throw leaving.call.signal.aborted ? new SendingStoppedError('called off before it was sent') : error
}

/** Refused as a whole: halved until the user that Kore.ai refuses is alone in its call. */
async function split(
  run: RunContext,
  ready: readonly Ready[],
  { result, refusals }: { result: Extract<EraseResult, { kind: 'refused' }>; refusals: UserRefusal[] },
): Promise<readonly RunItem[]> {
  const [only, ...others] = ready
  if (only === undefined) return []
  if (others.length === 0) {
    const { cause, koreResponse, status } = result
    const details = { status: String(status) }
    refusals.push({
      run: only.run,
      result: { key: keyOf(only.run.item), ok: false, cause, details, koreResponse, partial: false },
    })
    return []
  }
  await run.deps.store.giveBack(
    run.job.lease,
    ready.map((one) => one.run.item.seq),
    'to_be_split',
  )
  const done: RunItem[] = []
  const again = ready.map((one) => ({ ...one, run: { ...one.run, refusals: one.run.refusals + 1 } }))
  const middle = Math.ceil(again.length / 2)
  for (const half of [again.slice(0, middle), again.slice(middle)]) {
    if (run.gate.closedBy !== null) break
    done.push(...(await send(run, half, refusals)))
  }
  return done
}
