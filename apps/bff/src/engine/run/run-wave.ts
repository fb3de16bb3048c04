import type { RunContext } from '../context/run-context.ts'
import type { RunItem } from '../ports.ts'
import { checkDrift } from '../send/check-drift.ts'
import { sendBatch } from '../send/send-batch.ts'
import { inCalls } from '../send/split-into-calls.ts'
import { verifyFull } from '../verify/verify-items.ts'

/**
 * Claims as many items as one read covers, re-reads them once, sends them in as many calls as needed, and queues the
 * successes for verification. Returns whether there was anything to claim.
 */
export async function runWave(run: RunContext): Promise<boolean> {
  const { store, writer } = run.deps
  const { readBatch, writeBatch } = writer.limits
  const claimed = await store.claim(run.job.lease, Math.max(readBatch, writeBatch))
  if (claimed.length === 0) return false
  const ready = await checkDrift(run, claimed)
  const calls = inCalls(ready, writeBatch).map((call) => sendBatch(run, call))
  // Awaits every call, even when one of them is aborted: calls in flight must end.
  const ended = await Promise.allSettled(calls)
  await verifyFull(run, ended.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])).map(unread))
  const failed = ended.find((one) => one.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return true
}

/** `reads` counts re-reads since it was sent. */
const unread = (item: RunItem): RunItem => ({ ...item, reads: 0 })
