import { reachesUser } from '@muster/core/policy/scope'
import type { RecentRead } from '../context/recent-reads-cache.ts'
import { recordOutcomes } from '../context/record-outcomes.ts'
import type { RunContext } from '../context/run-context.ts'
import { decideBeforeSend } from '../decide/decide-before-send.ts'
import { type End, end, userFacts, wasSent } from '../item-end.ts'
import type { ReadUser } from '../kore-ports.ts'
import { writeIdentifier } from '../kore-requests.ts'
import type { ItemOutcome, RunItem } from '../ports.ts'
import type { Ready } from '../ready-item.ts'
import { noResponse, rereadUsers } from '../verify/reread-users.ts'
import { adminRolesRead } from './confirm-holders.ts'

/** Re-reads claimed items, sets aside those that changed since the plan, and returns those that may be sent. */
export async function checkDrift(run: RunContext, claimed: readonly RunItem[]): Promise<readonly Ready[]> {
  const readAt = run.deps.clock.monotonic()
  const erasing = claimed[0]?.item.change.kind === 'erase'
  if (erasing) return claimed.map((item) => ({ run: item, now: null, userId: null, readAt, identifier: null }))
  const reads = await readBeforeSend(run, claimed)
  const ready: Ready[] = []
  const aside: ItemOutcome[] = []
  for (const item of claimed) {
    const identifier = writeIdentifier(item.item)
    const { read, at } = reads.get(item) ?? { read: noResponse, at: readAt }
    const decision = decideBeforeSend(item, read)
    const { kind } = item.item.change
    const beyond = beyondLimit(run, item, read)
    if (beyond !== null) aside.push(run.itemOutcomeOf(item, beyond))
    else if (!decision.send) aside.push(run.itemOutcomeOf(item, decision.end))
    else if (identifier === null)
      aside.push(run.itemOutcomeOf(item, end('failed', 'user_not_found', { details: userFacts(item) })))
    else if (decision.now === null && kind === 'update') {
      // Neither the plan nor Kore.ai provides their flags, and both are always sent.
      aside.push(run.itemOutcomeOf(item, end('failed', 'user_not_found', { details: userFacts(item) })))
    } else
      ready.push({
        run: item,
        now: kind === 'remove' && adminRolesRead(read) === null ? null : decision.now,
        userId: read.kind === 'found' ? read.user.id : null,
        readAt: at,
        identifier,
      })
  }
  await recordOutcomes(run, aside)
  return ready
}

/** Sets aside a user who left the groups to whose users the member is limited, or whose groups are unknown. */
function beyondLimit({ job }: RunContext, item: RunItem, read: ReadUser): End | null {
  if (job.groups === null || read.kind === 'absent') return null
  // A completed reading holds groups of the plan.
  const groups = read.kind === 'found' ? (read.reading ?? read.user).groups : undefined
  if (groups !== undefined) return reachesUser(job, { groups }) ? null : end('skipped', 'user_out_of_scope')
  const koreResponse = read.kind === 'unreadable' ? read.koreResponse : null
  return wasSent(item)
    ? end('unknown', 'no_response', { koreResponse })
    : end('failed', 'user_unreadable', { koreResponse })
}

/** The user as Kore.ai has it: from a doubt's recent re-read, otherwise read now. */
async function readBeforeSend(run: RunContext, claimed: readonly RunItem[]): Promise<ReadonlyMap<RunItem, RecentRead>> {
  const known = new Map<RunItem, RecentRead>()
  for (const one of claimed) {
    const read = run.recentReads.take(one.item.seq)
    if (read !== null) known.set(one, read)
  }
  const others = claimed.filter((one) => !known.has(one))
  // An update includes values just read, so it waits while Kore.ai responds to no reads; a removal needs none.
  const isUpdate = others[0]?.item.change.kind === 'update'
  const reads = await rereadUsers(run, others, run.gate.sending, isUpdate ? 'outages' : 'passing')
  for (const [n, read] of reads.entries()) {
    const one = others[n]
    if (one !== undefined) known.set(one, read)
  }
  return known
}
