import type { RunContext } from '../context/run-context.ts'
import type { RunItem } from '../ports.ts'
import type { Ready } from '../ready-item.ts'
import { checkDrift } from '../send/check-drift.ts'
import { sendBatch } from '../send/send-batch.ts'
import { createCallQueue } from '../send/split-into-calls.ts'
import { verifyFull } from '../verify/verify-items.ts'

/**
 * Claims as many items as one read covers, re-reads them once, sends them in as many calls as needed, and queues the
 * successes for verification. Returns whether there was anything to claim.
 */
export async function runWave(run: RunContext): Promise<boolean> {
  const { store, writer } = run.deps
  const claimed = await store.claim(run.job.lease, Math.max(writer.limits.readBatch, largestWrite(run)))
  if (claimed.length === 0) return false
  const ready = await checkDrift(run, claimed)
  await sendAll(run, ready)
  return true
}

/** The largest call that any change of the job may make now. */
export function largestWrite({ deps: { writer }, job }: RunContext): number {
  const kinds = (['update', 'remove', 'erase'] as const).filter((kind) => job.kinds[kind] > 0)
  return Math.max(1, ...kinds.map((kind) => writer.limits.writeBatch(kind)))
}

/** Takes each call's users when a call can leave, since every response may change how many the next one carries. */
async function sendAll(run: RunContext, ready: readonly Ready[]): Promise<void> {
  const [first] = ready
  if (first === undefined) return
  const { writer, settings } = run.deps
  const { kind } = first.run.item.change
  const queue = createCallQueue(ready)
  const done: RunItem[] = []
  const sender = async () => {
    for (;;) {
      const call = queue.take(writer.limits.writeBatch(kind))
      if (call === null) return
      done.push(...(await sendBatch(run, call)))
    }
  }
  // Awaits every call, even when one of them is aborted: calls in flight must end.
  const ended = await Promise.allSettled(Array.from({ length: settings.parallelCalls }, sender))
  await verifyFull(run, done.map(unread))
  const failed = ended.find((one) => one.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

/** `reads` counts re-reads since it was sent. */
const unread = (item: RunItem): RunItem => ({ ...item, reads: 0 })
