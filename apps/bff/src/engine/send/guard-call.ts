import type { CauseCode } from '@muster/core/outcome/cause'
import { noteTrouble } from '../context/note-waiting.ts'
import { pauseForCredential, refusedCredential } from '../context/pause-job.ts'
import { createLeaveTime } from '../context/read-ages.ts'
import { recordOutcomes } from '../context/record-outcomes.ts'
import type { RunContext } from '../context/run-context.ts'
import type { CallRefusedError, ConfirmedHolders, GuardedTaking } from '../guard-ports.ts'
import { end, wasSent } from '../item-end.ts'
import { SendingStoppedError } from '../ports.ts'
import type { Ready } from '../ready-item.ts'
import { confirmHolders, guardedTakings, type Holder, holderIdentifier, provesGone } from './confirm-holders.ts'

/** Causes that a wait resolves. */
const passing: ReadonlySet<CauseCode> = new Set(['rate_limited', 'upstream_trouble', 'no_response'])

/** What a call takes away, for the guards. If it takes an admin role, other holders are read from Kore.ai first. */
export async function takingsOf(run: RunContext, ready: readonly Ready[]): Promise<Guarded> {
  const { clock, directory } = run.deps
  const items = ready.map(({ run: { item }, now }) => ({
    item,
    now: now ?? item.before,
    isRead: now !== null || item.change.kind !== 'remove',
  }))
  const takings = await guardedTakings(directory, items, run.lookups)
  let judgedAt: number | null = null
  const { holders } = await confirmHolders(directory, takings, async (others) => {
    const { reads, leftAt } = await readHolders(run, others)
    judgedAt ??= leftAt
    return reads
  })
  return { takings, holders, judgedAt: judgedAt ?? clock.monotonic() }
}

interface Guarded {
  readonly takings: readonly GuardedTaking[]
  readonly holders: ConfirmedHolders
  /** When the first read of the holders left, in milliseconds of the monotonic clock. */
  readonly judgedAt: number
}

/** Reads these users and updates them in the directory. */
async function readHolders(run: RunContext, others: readonly Holder[]) {
  const { deps, gate, turns, lane } = run
  const identifiers = others.map(holderIdentifier)
  for (;;) {
    const readAt = deps.clock.now()
    const leave = createLeaveTime(deps.clock)
    let reads: Awaited<ReturnType<typeof deps.writer.readUsers>>
    try {
      await turns.enter(gate.sending)
      try {
        reads = await deps.writer.readUsers(identifiers, { lane, signal: gate.sending, beforeSend: leave.beforeSend })
      } finally {
        turns.leave()
      }
    } catch (error) {
      throw gate.sending.aborted ? new SendingStoppedError('called off while administrators were read') : error
    }
    const found = reads.flatMap((read) => (read.kind === 'found' || read.kind === 'partly_read' ? [read.user] : []))
    const gone = others.flatMap((one, n) => (reads[n]?.kind === 'absent' && provesGone(one) ? [one.id] : []))
    if (found.length > 0) await deps.directory.upsertUsers(found, readAt)
    if (gone.length > 0) await deps.directory.markGone(gone, readAt)
    const [first] = reads
    if (found.length + gone.length > 0 || first?.kind !== 'unreadable') return { reads, leftAt: leave.at() }
    if (first.cause === 'credential_rejected') {
      refusedCredential(run)
      await pauseForCredential(run)
      throw new SendingStoppedError('the credential was refused')
    }
    // An unreadable record keeps its state in the directory.
    if (!passing.has(first.cause)) return { reads, leftAt: leave.at() }
    // No user could be read. While the remaining holders are unknown, no administrator loses the role.
    await noteTrouble(run, { cause: first.cause, koreResponse: first.koreResponse, retryAfterMs: null })
  }
}

/** Ends what the guards refused; returns the rest, which may be sent. */
export async function recordRefused(
  run: RunContext,
  ready: readonly Ready[],
  { refused }: CallRefusedError,
): Promise<readonly Ready[]> {
  const notes = new Map(refused.map(({ seq, note }) => [seq, note]))
  const itemOutcomes = ready.flatMap(({ run: item }) => {
    const note = notes.get(item.item.seq)
    if (note === undefined) return []
    const isUnknown = note.code === 'user_unreadable' && wasSent(item)
    const ended = isUnknown ? end('unknown', 'no_response') : end('skipped', note.code, { details: note.details })
    return [run.itemOutcomeOf(item, ended)]
  })
  await recordOutcomes(run, itemOutcomes)
  return ready.filter(({ run: item }) => !notes.has(item.item.seq))
}
