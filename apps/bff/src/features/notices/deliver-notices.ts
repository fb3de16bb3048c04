import { mostAttempts, noticeOf, retryAfterSeconds } from '@muster/core/notice/notice'
import type { Clock } from '../../clock.ts'
import { failureOf, holdSeconds, whileHeld } from './follow-audit.ts'
import type { Attempt, CursorStore, Delivery, DeliveryStore, EntryReader, NoticeDestination } from './ports.ts'

export const noticeCursor = 'notices'

const entriesAtOnce = 500
const deliveriesAtOnce = 20

export interface NoticeDeps {
  readonly destinations: readonly NoticeDestination[]
  readonly entries: EntryReader
  readonly cursors: CursorStore
  readonly deliveries: DeliveryStore
  readonly clock: Clock
  readonly holder: string
  /** How long a plan can be approved. */
  readonly planLifeMs: number
  readonly onFailure: (error: unknown) => void
}

/** Sends a notice once. Returns the result of the attempt. */
export async function attempt(
  destination: NoticeDestination,
  { id, notice, madeAt, attempts }: Pick<Delivery, 'id' | 'notice' | 'madeAt' | 'attempts'>,
  { clock, signal, onFailure }: { clock: Clock; signal: AbortSignal; onFailure: (error: unknown) => void },
): Promise<Attempt> {
  try {
    await destination.send({ id, at: madeAt, notice }, signal)
    return { kind: 'delivered' }
  } catch (error) {
    onFailure(error)
    const made = attempts + 1
    const nextAt = made >= mostAttempts ? null : clock.now() + retryAfterSeconds(made) * 1000
    return { kind: 'failed', error: failureOf(error), nextAt }
  }
}

/** Derives a delivery for each destination from the entries behind the cursor. */
async function derive(deps: NoticeDeps, from: number): Promise<void> {
  const { entries, deliveries, destinations, holder } = deps
  for (let seq = from; ; ) {
    const next = await entries.after(seq, entriesAtOnce)
    const last = next.at(-1)
    if (last === undefined) return
    const made = next.flatMap((entry) => {
      const notice = noticeOf({ ...entry, sentence: entry.sentenceMessage ?? null })
      if (notice === null) return []
      const at = Date.parse(entry.at)
      return destinations.map(({ id }) => ({ id: `notice-${entry.seq}-${id}`, destination: id, notice, at }))
    })
    if (!(await deliveries.derive({ name: noticeCursor, holder, seq: last.seq }, made))) return
    seq = last.seq
  }
}

/** Sends deliveries to one destination, one after the other. False: this process no longer holds the cursor, or it stops. */
async function sendInTurn(
  deps: NoticeDeps,
  destination: NoticeDestination,
  { due, signal }: { due: readonly Delivery[]; signal: AbortSignal },
): Promise<boolean> {
  for (const one of due) {
    if (signal.aborted || (await deps.cursors.claim(noticeCursor, deps.holder, holdSeconds)) === null) return false
    const result = await attempt(destination, one, { ...deps, signal })
    // A stop is no failure of the destination: the next process sends it.
    if (result.kind === 'failed' && signal.aborted) return false
    await deps.deliveries.record(one, result, deps.clock.now())
  }
  return true
}

/** Sends what is due, side by side to the destinations. */
async function deliver(deps: NoticeDeps, signal: AbortSignal): Promise<void> {
  const { destinations, deliveries, clock } = deps
  const ids = destinations.map(({ id }) => id)
  for (;;) {
    const due = await deliveries.due(ids, clock.now(), deliveriesAtOnce)
    if (due.length === 0) return
    const held = await Promise.all(
      destinations.map((destination) =>
        sendInTurn(deps, destination, { due: due.filter((one) => one.destination === destination.id), signal }),
      ),
    )
    if (held.includes(false)) return
  }
}

/** Turns entries of the audit into notices and delivers them at least once, one process at a time. */
export function createNoticeDelivery(deps: NoticeDeps): (signal: AbortSignal) => Promise<void> {
  const { entries, cursors, deliveries, clock, destinations, holder } = deps
  const ids = destinations.map(({ id }) => id)
  return async (signal) => {
    await deliveries.expireApprovals(clock.now() - deps.planLifeMs, clock.now())
    // Notices begin with the acts after the first start with a destination.
    if ((await cursors.read(noticeCursor)) === null) await cursors.begin(noticeCursor, await entries.end())
    const cursor = await cursors.read(noticeCursor)
    const isBehind = cursor !== null && cursor.seq < (await entries.end())
    if (!isBehind && (await deliveries.due(ids, clock.now(), 1)).length === 0) return
    await whileHeld({ cursors, name: noticeCursor, holder }, async (seq) => {
      await derive(deps, seq)
      await deliver(deps, signal)
    })
  }
}
