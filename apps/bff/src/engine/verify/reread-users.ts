import type { CauseCode } from '@muster/core/outcome/cause'
import { noteBudgetWait, noteTrouble, noteWorked } from '../context/note-waiting.ts'
import { pauseForCredential, refusedCredential } from '../context/pause-job.ts'
import { createLeaveTime } from '../context/read-ages.ts'
import type { RecentRead } from '../context/recent-reads-cache.ts'
import type { RunContext } from '../context/run-context.ts'
import type { ReadUser } from '../kore-ports.ts'
import { readIdentifier } from '../kore-requests.ts'
import { type RunItem, SendingStoppedError } from '../ports.ts'
import { completeRead } from './complete-read.ts'

/** Causes that a wait resolves. */
const passing: ReadonlySet<CauseCode> = new Set(['rate_limited', 'upstream_trouble', 'no_response'])

/** Which failed reads to wait out: causes that a wait resolves, or outages for all users alike. */
type WaitsOut = 'passing' | 'outages'

/** Re-reads these items' users at Kore.ai, in their order. Waits out trouble. Throws `SendingStoppedError` when aborted. */
export async function rereadUsers(
  run: RunContext,
  items: readonly RunItem[],
  signal: AbortSignal,
  waitsOut: WaitsOut = 'passing',
): Promise<readonly RecentRead[]> {
  const { readBatch } = run.deps.writer.limits
  const reads: RecentRead[] = []
  for (let from = 0; from < items.length; from += readBatch) {
    reads.push(...(await readSome(run, items.slice(from, from + readBatch), { signal, waitsOut })))
  }
  return reads
}

/** Reads until each user is read or unreadable for a cause of its own. Only the rest is read again. */
async function readSome(
  run: RunContext,
  items: readonly RunItem[],
  { signal, waitsOut }: { readonly signal: AbortSignal; readonly waitsOut: WaitsOut },
): Promise<readonly RecentRead[]> {
  const isPassing = (read: ReadUser): read is Unreadable => isWaitedOut(read, waitsOut)
  const ended = new Map<RunItem, RecentRead>()
  let open = items
  for (;;) {
    const { reads, at } = await inTurn(run, signal, () => readOnce(run, open, signal))
    // Reads for a canceled job continue without it: cancellation waits for no credential, and doubtful items stay in
    // doubt.
    if (isRefused(reads) && signal.aborted) {
      await pauseForCredential(run)
      throw new SendingStoppedError('the credential was refused')
    }
    for (const [n, read] of reads.entries()) {
      const item = open[n]
      if (item !== undefined && !isPassing(read)) ended.set(item, { read, at })
    }
    if (reads.some((read) => read.kind !== 'unreadable')) await noteWorked(run)
    const trouble = reads.find(isPassing)
    if (trouble === undefined) return items.map((item) => ended.get(item) ?? { read: noResponse, at })
    await noteTrouble(run, { cause: trouble.cause, koreResponse: trouble.koreResponse, retryAfterMs: null })
    open = open.filter((item) => !ended.has(item))
  }
}

type Unreadable = Extract<ReadUser, { kind: 'unreadable' }>

function isWaitedOut(read: ReadUser, waitsOut: WaitsOut): read is Unreadable {
  if (read.kind !== 'unreadable' || read.cause === 'credential_rejected') return false
  return passing.has(read.cause) || (waitsOut === 'outages' && read.isOutage === true)
}

/** Reading users needs the same scope as changing them, so a refused read means that changes would be refused too. */
const isRefused = (reads: readonly ReadUser[]) =>
  reads.some((read) => read.kind === 'unreadable' && read.cause === 'credential_rejected')

async function readOnce(run: RunContext, items: readonly RunItem[], signal: AbortSignal) {
  const identifiers = items.map(({ item }) => readIdentifier(item))
  const readAt = run.deps.clock.now()
  const leave = createLeaveTime(run.deps.clock)
  const responses = await run.deps.writer.readUsers(identifiers, {
    lane: run.lane,
    signal,
    beforeSend: leave.beforeSend,
    onBudgetWait: (waitMs) => noteBudgetWait(run, waitMs),
  })
  const reads = items.map(({ item }, n) => completeRead(item, responses[n] ?? noResponse))
  if (isRefused(reads)) refusedCredential(run)
  // Until the next sync, a new plan would find the user again and be set aside again.
  const replaced = items.flatMap(({ item }, n) => {
    const read = reads[n]
    return read?.kind === 'absent' && read.otherId !== undefined && item.user !== null ? [item.user.id] : []
  })
  if (replaced.length > 0) await run.deps.directory.markGone(replaced, readAt)
  return { reads, at: leave.at() }
}

/** A user whose entry the response lacks. */
export const noResponse: ReadUser = { kind: 'unreadable', cause: 'unexpected_response', koreResponse: null }

async function inTurn<T>(run: RunContext, signal: AbortSignal, call: () => Promise<T>): Promise<T> {
  try {
    await run.turns.enter(signal)
  } catch (error) {
    throw signal.aborted ? new SendingStoppedError('called off while waiting') : error
  }
  try {
    return await call()
  } catch (error) {
    throw signal.aborted ? new SendingStoppedError('called off while reading') : error
  } finally {
    run.turns.leave()
  }
}
