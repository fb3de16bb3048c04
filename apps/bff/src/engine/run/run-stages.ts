import type { RunContext } from '../context/run-context.ts'
import { createWakeSignal } from '../context/wake-signal.ts'
import { LeaseLostError, type RunItem, SendingStoppedError } from '../ports.ts'
import { type CallQueue, createCallQueue } from '../send/call-queue.ts'
import { checkDrift } from '../send/check-drift.ts'
import { sendBatch } from '../send/send-batch.ts'
import { reconcileFull } from '../verify/reconcile.ts'
import { verifyFull } from '../verify/verify-items.ts'

/** Calls that prepare or record while the others are on their way: the places of a job are never empty. */
const sendersBesides = 2

/** What the stages share. */
interface Stages {
  readonly queue: CallQueue
  readonly wake: ReturnType<typeof createWakeSignal>
  /** Nothing more is read, for now or at all. */
  isRead: boolean
  isFull: boolean
  /** A stage failed: the others end with what is on its way. */
  isStopped: boolean
  sending: number
}

/**
 * Reads users before their change, sends them and verifies them, side by side, until nothing can be claimed. The stages
 * wait for each other only where one has too much or too little work.
 */
export async function runStages(run: RunContext): Promise<void> {
  const stages: Stages = {
    queue: createCallQueue(),
    wake: createWakeSignal(),
    isRead: false,
    isFull: false,
    isStopped: false,
    sending: run.deps.settings.parallelCalls + sendersBesides,
  }
  const senders = Array.from({ length: stages.sending }, () => guarded(run, stages, sendAll))
  // Awaits every stage, even when one of them fails: calls in flight must end.
  const ended = await Promise.allSettled([guarded(run, stages, readAll), ...senders, guarded(run, stages, verifyAll)])
  const failures = ended.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []))
  const failure = failures.find((reason) => !(reason instanceof SendingStoppedError)) ?? failures[0]
  if (failure !== undefined && !(failure instanceof SendingStoppedError)) run.gate.close('lost')
  if (failure !== undefined) throw failure
}

async function guarded(run: RunContext, stages: Stages, stage: typeof readAll): Promise<void> {
  try {
    await stage(run, stages)
  } catch (error) {
    stages.isStopped = true
    // After a failure, no stage may continue alone. While the lease is held, responses on their way are still recorded.
    if (!(error instanceof SendingStoppedError)) run.gate.close(error instanceof LeaseLostError ? 'lost' : 'failing')
    throw error
  } finally {
    if (stage === readAll) stages.isRead = true
    if (stage === sendAll) stages.sending -= 1
    stages.wake.ring()
  }
}

const isOver = (run: RunContext, stages: Stages): boolean => stages.isStopped || run.gate.closedBy !== null

/** The largest call that any change of the job may make now. */
export function largestWrite({ deps: { writer }, job }: RunContext): number {
  const kinds = (['update', 'remove', 'erase'] as const).filter((kind) => job.kinds[kind] > 0)
  return Math.max(1, ...kinds.map((kind) => writer.limits.writeBatch(kind)))
}

/** Claims as many items as a read covers and re-reads them, while less than the next calls carry is read. */
async function readAll(run: RunContext, stages: Stages): Promise<void> {
  const { queue, wake } = stages
  const { store, writer, settings } = run.deps
  for (;;) {
    const [read, write] = [writer.limits.readBatch, largestWrite(run)]
    const enough = Math.min(2 * settings.parallelCalls * write, read + write)
    while (queue.length >= enough && !isOver(run, stages)) {
      stages.isFull = true
      wake.ring()
      await wake.wait(run.gate.sending)
    }
    stages.isFull = false
    if (isOver(run, stages)) return
    const claimed = await store.claim(run.job.lease, Math.max(read, write))
    if (claimed.length === 0) return
    queue.add(await checkDrift(run, claimed))
    wake.ring()
    await reconcileFull(run)
  }
}

/** Takes each call's users when it is prepared, since every response may change how many the next one carries. */
async function sendAll(run: RunContext, stages: Stages): Promise<void> {
  const { queue, wake } = stages
  while (!isOver(run, stages)) {
    const call = queue.take((kind) => run.deps.writer.limits.writeBatch(kind), stages.isRead || stages.isFull)
    if (call === null && stages.isRead) return
    if (call === null) {
      await wake.wait(run.gate.sending)
      continue
    }
    wake.ring()
    const done = await sendBatch(run, call)
    run.unverified.push(...done.map(unread))
    wake.ring()
  }
}

/** Verifies successes whenever they fill a read; the rest follows at the end of the round. */
async function verifyAll(run: RunContext, stages: Stages): Promise<void> {
  while (!isOver(run, stages)) {
    await verifyFull(run)
    if (stages.sending === 0) return
    await stages.wake.wait(run.gate.sending)
  }
}

/** `reads` counts re-reads since it was sent. */
const unread = (item: RunItem): RunItem => ({ ...item, reads: 0 })
