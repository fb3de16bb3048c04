import type { RunContext } from '../context/run-context.ts'
import type { RunItem } from '../ports.ts'
import { checkDrift } from '../send/check-drift.ts'
import { sendBatch } from '../send/send-batch.ts'
import { inCalls } from '../send/split-into-calls.ts'
import { verifyFull } from '../verify/verify-items.ts'

/**
 * Takes as many items as one read covers, re-reads them once, sends them in as many calls as it takes, and leaves those
 * done to be re-read once more. Answers whether there was anything to take.
 */
export async function runWave(run: RunContext): Promise<boolean> {
  const { store, writer } = run.deps
  const { readBatch, writeBatch } = writer.limits
  const claimed = await store.claim(run.job.lease, Math.max(readBatch, writeBatch))
  if (claimed.length === 0) return false
  const ready = await checkDrift(run, claimed)
  const calls = inCalls(ready, writeBatch).map((call) => sendBatch(run, call))
  // Every call is awaited, also when one of them is called off: what is on its way must be settled.
  const ended = await Promise.allSettled(calls)
  await verifyFull(run, ended.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])).map(unread))
  const failed = ended.find((one) => one.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return true
}

/** `reads` counts looks since it was settled. */
const unread = (item: RunItem): RunItem => ({ ...item, reads: 0 })
