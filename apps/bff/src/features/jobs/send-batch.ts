import { callKore, type Ready } from './call-kore.ts'
import { end } from './decide-before-send.ts'
import type { EraseResult } from './ports.ts'
import { readAnswer } from './read-answer.ts'
import {
  noteTrouble,
  noteWorked,
  pauseForCredential,
  type RunContext,
  refusedCredential,
  settle,
} from './run-context.ts'
import { JobHeldError, LeaseLostError, type RunItem } from './run-ports.ts'
import { settleErasureLost, settleErasureQueued } from './settle-erasure.ts'

/**
 * Sends one call's worth of items and ends what its answer proves. Answers the items said to be done, to be verified.
 * Throws `JobHeldError` when called off before it left: the items stay pending.
 */
export async function sendBatch(run: RunContext, ready: readonly Ready[]): Promise<readonly RunItem[]> {
  if (ready.length === 0) return []
  const callId = run.deps.newId()
  const { result, left } = await inTurn(run, ready, callId)
  const seqs = ready.map((one) => one.run.item.seq)
  switch (result.kind) {
    case 'answered':
      await noteWorked(run)
      return readAnswer(run, ready, result.results)
    case 'queued':
      await noteWorked(run)
      await settleErasureQueued(run, ready, result.requestId)
      return []
    case 'refused':
      await noteWorked(run)
      return refused(run, ready, result)
    case 'not_sent':
      await run.deps.store.giveBack(run.job.lease, seqs, 'without_effect')
      if (result.cause === 'credential_rejected') {
        await pauseForCredential(run)
        return []
      }
      // Called off by ourselves is no trouble of Kore.ai's.
      if (run.gate.closedBy !== null && !left) throw new JobHeldError('called off before it was sent')
      await noteTrouble(run, result)
      return []
    case 'in_doubt':
      if (ready[0]?.run.item.change.kind === 'erase') await settleErasureLost(run, ready, result.koreAnswer)
      else await run.deps.store.doubt(run.job.lease, seqs, run.deps.settings.quiesceMs)
      return []
  }
}

/** Waits for a turn and calls. The intent is committed once the budget lets the call go and before it leaves. */
async function inTurn(
  run: RunContext,
  ready: readonly Ready[],
  callId: string,
): Promise<{ result: EraseResult; left: boolean }> {
  const { deps, gate, job, lane } = run
  const call = gate.call()
  const seqs = ready.map((one) => one.run.item.seq)
  let intended = false
  let left = false
  const beforeSend = async () => {
    const started = deps.clock.monotonic()
    const { leaseMs } = deps.settings
    await deps.store.intend(job.lease, { id: callId, seqs, leaseMs })
    intended = true
    // Frozen meanwhile: another worker may have the job by now, so nothing leaves; what was intended is re-read.
    if (deps.clock.monotonic() - started > leaseMs / 2) throw new LeaseLostError('too slow between intent and send')
    if (call.signal.aborted) throw new JobHeldError('called off while the intent was kept')
    left = true
    call.left()
  }
  try {
    await run.turns.enter(call.signal)
  } catch (error) {
    call.left()
    throw call.signal.aborted ? new JobHeldError('called off while waiting') : error
  }
  try {
    const result = await callKore(run, ready, { lane, signal: call.signal, beforeSend })
    if (result.kind === 'not_sent' && result.cause === 'credential_rejected') refusedCredential(run)
    return { result, left }
  } catch (error) {
    if (error instanceof LeaseLostError) throw error
    if (intended && !left) await deps.store.giveBack(job.lease, seqs, 'without_effect')
    if (!left) throw call.signal.aborted ? new JobHeldError('called off before it was sent') : error
    return { result: { kind: 'in_doubt', cause: 'no_answer', koreAnswer: null }, left }
  } finally {
    call.left()
    run.turns.leave()
  }
}

/** Refused as a whole, surely without effect: halved until the user Kore.ai chokes on stands alone. */
async function refused(
  run: RunContext,
  ready: readonly Ready[],
  result: Extract<EraseResult, { kind: 'refused' }>,
): Promise<readonly RunItem[]> {
  const [only, ...others] = ready
  if (only === undefined) return []
  if (others.length === 0) {
    const { cause, koreAnswer } = result
    await settle(run, [
      run.story.settlement(only.run, end('failed', cause, { koreAnswer, about: { status: String(result.status) } })),
    ])
    return []
  }
  await run.deps.store.giveBack(
    run.job.lease,
    ready.map((one) => one.run.item.seq),
    'to_be_split',
  )
  const done: RunItem[] = []
  const middle = Math.ceil(ready.length / 2)
  for (const half of [ready.slice(0, middle), ready.slice(middle)]) {
    if (run.gate.closedBy !== null) break
    done.push(...(await sendBatch(run, half)))
  }
  return done
}
