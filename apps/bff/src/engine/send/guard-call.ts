import type { CauseCode } from '@muster/core/outcome/cause'
import { takingOf } from '@muster/core/policy/floors'
import { noteTrouble } from '../context/note-waiting.ts'
import { pauseForCredential, refusedCredential } from '../context/pause-job.ts'
import { recordOutcomes } from '../context/record-outcomes.ts'
import type { RunContext } from '../context/run-context.ts'
import { end } from '../item-end.ts'
import { type CallRefusedError, type GuardedTaking, JobHeldError } from '../ports.ts'
import type { Ready } from '../ready-item.ts'

/** Other holders of an admin role to read before one loses it. One is enough. */
const holdersRead = 20
/** Causes that a wait resolves. */
const passing: ReadonlySet<CauseCode> = new Set(['rate_limited', 'upstream_trouble', 'no_answer'])

/** What a call takes away, for the guards. If it takes an admin role, the other holders are read from Kore.ai first. */
export async function takingsOf(run: RunContext, ready: readonly Ready[]): Promise<readonly GuardedTaking[]> {
  const takings = ready.map(({ run: { item }, now }) => ({
    seq: item.seq,
    userId: item.user?.id ?? null,
    taking: takingOf(item, now ?? item.before, run.lookups),
  }))
  const losing = new Set(takings.flatMap(({ userId, taking }) => (taking.adminRolesLost.length > 0 ? [userId] : [])))
  const roles = [...new Set(takings.flatMap(({ taking }) => taking.adminRolesLost))]
  if (roles.length === 0) return takings
  const known = await run.deps.directory.adminHolders(roles, holdersRead + losing.size)
  const others = known.filter(({ id }) => !losing.has(id)).slice(0, holdersRead)
  if (others.length > 0) await readHolders(run, others)
  return takings
}

/** Updates these users in the directory, for the floor to count who holds the role now. */
async function readHolders(run: RunContext, others: readonly { id: string; email: string }[]): Promise<void> {
  const { deps, gate, turns, lane } = run
  const identifiers = others.map(({ email }) => ({ by: 'email', value: email }) as const)
  for (;;) {
    const readAt = deps.clock.now()
    let reads: Awaited<ReturnType<typeof deps.writer.readUsers>>
    try {
      await turns.enter(gate.sending)
      try {
        reads = await deps.writer.readUsers(identifiers, { lane, signal: gate.sending })
      } finally {
        turns.leave()
      }
    } catch (error) {
      throw gate.sending.aborted ? new JobHeldError('called off while administrators were read') : error
    }
    const found = reads.flatMap((read) => (read.kind === 'found' || read.kind === 'partly_read' ? [read.user] : []))
    const gone = others.flatMap(({ id }, n) => (reads[n]?.kind === 'absent' ? [id] : []))
    if (found.length > 0) await deps.directory.upsertUsers(found, readAt)
    if (gone.length > 0) await deps.directory.markGone(gone, readAt)
    const [first] = reads
    if (found.length + gone.length > 0 || first?.kind !== 'unreadable') return
    if (first.cause === 'credential_rejected') {
      refusedCredential(run)
      await pauseForCredential(run)
      throw new JobHeldError('the credential was refused')
    }
    // An unreadable record keeps its state in the directory.
    if (!passing.has(first.cause)) return
    // No user could be read. While the remaining holders are unknown, no administrator loses the role.
    await noteTrouble(run, { cause: first.cause, koreAnswer: first.koreAnswer, retryAfterMs: null })
  }
}

/** Ends what the guards refused; returns the rest, which may be sent. */
export async function recordRefused(
  run: RunContext,
  ready: readonly Ready[],
  { refused }: CallRefusedError,
): Promise<readonly Ready[]> {
  const notes = new Map(refused.map(({ seq, note }) => [seq, note]))
  const settlements = ready.flatMap(({ run: item }) => {
    const note = notes.get(item.item.seq)
    return note === undefined ? [] : [run.settlementOf(item, end('skipped', note.code, { details: note.details }))]
  })
  await recordOutcomes(run, settlements)
  return ready.filter(({ run: item }) => !notes.has(item.item.seq))
}
