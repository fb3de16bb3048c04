import type { Clock } from '../../clock.ts'
import { failureOf, holdSeconds, whileHeld } from './follow-audit.ts'
import type { AuditReceiver, CursorStore, EntryReader } from './ports.ts'

export const streamCursor = 'audit'

/** Entries of one batch: a receiver that fails gets these again. */
const batch = 500
const longestWaitMs = 5 * 60_000

export interface StreamDeps {
  readonly receiver: AuditReceiver
  readonly entries: EntryReader
  readonly cursors: CursorStore
  readonly clock: Clock
  /** Names this process among the replicas. */
  readonly holder: string
  readonly onFailure: (error: unknown) => void
}

/**
 * Sends the audit to its receiver: in order, from the first entry, one process at a time. The cursor advances after the
 * receiver took a batch, so a failure or a kill in between repeats entries and never skips one.
 */
export function createAuditStreamer(deps: StreamDeps): (signal: AbortSignal) => Promise<void> {
  const { receiver, entries, cursors, clock, holder } = deps
  let failures = 0
  let notBefore = 0
  const sendAll = async (from: number, signal: AbortSignal) => {
    for (let seq = from; !signal.aborted; ) {
      const next = await entries.after(seq, batch)
      const last = next.at(-1)
      if (last === undefined || (await cursors.claim(streamCursor, holder, holdSeconds)) !== seq) return
      await receiver.send(next, signal)
      if (!(await cursors.advance(streamCursor, holder, last.seq))) return
      failures = 0
      seq = last.seq
    }
  }
  return async (signal) => {
    await cursors.begin(streamCursor, 0)
    const cursor = await cursors.read(streamCursor)
    if (cursor === null || cursor.seq >= (await entries.end()) || clock.monotonic() < notBefore) return
    await whileHeld({ cursors, name: streamCursor, holder }, async (seq) => {
      try {
        await sendAll(seq, signal)
      } catch (error) {
        if (signal.aborted) return
        failures += 1
        notBefore = clock.monotonic() + Math.min(1000 * 2 ** failures, longestWaitMs)
        await cursors.fail(streamCursor, failureOf(error))
        deps.onFailure(error)
      }
    })
  }
}
