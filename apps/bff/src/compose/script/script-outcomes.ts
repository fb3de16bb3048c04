import type { Access } from '@muster/core/account/user'
import type { CauseCode } from '@muster/core/outcome/cause'
import { sameWhereTouched } from '@muster/core/plan/drift'
import type { PlanItem, PlanNote } from '@muster/core/plan/plan'
import type { Clock } from '../../clock.ts'
import { isGoneCause } from '../../engine/decide/decide-refused.ts'
import { type End, end } from '../../engine/item-end.ts'
import type { KoreWriter, ReadUser } from '../../engine/kore-ports.ts'
import { readIdentifier } from '../../engine/kore-requests.ts'
import type { JobDirectory } from '../../engine/ports.ts'
import { completeRead } from '../../engine/verify/complete-read.ts'
import type { PassThroughResult } from '../../features/kore/ports.ts'
import { storeFailure } from '../../store-failure.ts'
import { isGone } from './script-reads.ts'

interface EndReadDeps {
  readonly directory: Pick<JobDirectory, 'upsertUsers' | 'markGone'>
  readonly writer: Pick<KoreWriter, 'readUsers' | 'allowCredentialCheck'>
  readonly clock: Pick<Clock, 'now'>
}

/** Time limit of the reads after a call without proof. */
const readMs = 10_000

/** The outcome of one user, as far as the response proves it. */
interface ProvenEnd extends End {
  /** The outcome if a read shows no effect of the change. Absent: reads may lag, so it stays unknown. */
  readonly untouched?: End
}

/** A refusal of the whole call may follow its effect, so only a read proves that nothing happened. */
const refusedWhole = (cause: CauseCode, koreResponse: string | null): ProvenEnd => ({
  ...end('unknown', 'no_response', { koreResponse }),
  untouched: end('failed', cause, { koreResponse }),
})

/** The outcome of one user. A call that never left attempted no user. */
export function endOf(
  item: PlanItem,
  n: number,
  result: PassThroughResult | null,
  refusal: PlanNote | undefined,
): ProvenEnd {
  if (refusal !== undefined) return end('skipped', refusal.code, { details: refusal.details })
  if (result === null) return end('not_attempted', 'stopped')
  switch (result.kind) {
    case 'credential_rejected':
      return refusedWhole('credential_rejected', result.detail)
    case 'not_sent':
      return end('failed', result.cause)
    case 'in_doubt':
      return end('unknown', 'no_response')
    case 'unreadable':
      return end('unknown', 'no_response', { koreResponse: result.detail })
    case 'response':
      break
  }
  const ended = result.ends[n]
  if (ended === undefined) return end('unknown', 'no_response')
  if (ended.ok) return end('changed')
  const { cause, details, koreResponse } = ended
  if (ended.ofWhole && item.change.kind !== 'erase') return refusedWhole(cause, koreResponse)
  if (ended.unknown) return end('unknown', 'no_response', { koreResponse })
  if (cause === 'already_gone' && item.change.kind === 'remove')
    return end('unchanged', cause, { details, koreResponse })
  return end('failed', cause, { details, koreResponse })
}

/** Reads the users without proof in the response; the others keep their outcome. Throws only failures of the store. */
export async function withReads(
  { writer, directory, clock }: EndReadDeps,
  items: readonly PlanItem[],
  ends: readonly ProvenEnd[],
): Promise<readonly End[]> {
  const open = items.filter((item, n) => ends[n]?.outcome === 'unknown' && item.change.kind !== 'erase')
  if (open.length === 0) return ends
  const readAt = clock.now()
  const signal = AbortSignal.timeout(readMs)
  // A refused call blocks the next ones, but this read must find out what the call did.
  writer.allowCredentialCheck()
  const reads = await writer
    .readUsers(open.map(readIdentifier), { lane: 'interactive', signal })
    .catch((error: unknown) => {
      if (storeFailure(error) !== null) throw error
      return []
    })
  const found = reads.flatMap((read) => (read.kind === 'found' ? [read.user] : []))
  if (found.length > 0) await directory.upsertUsers(found, readAt)
  const gone = open.flatMap(({ user }, n) => (user !== null && isGone(user, reads[n]) ? [user.id] : []))
  if (gone.length > 0) await directory.markGone(gone, readAt)
  const byItem = new Map(open.map((item, n) => [item, reads[n]]))
  return items.map((item, n) => {
    const before = ends[n] ?? end('unknown', 'no_response')
    const read = byItem.get(item)
    return read === undefined ? before : afterRead(item, before, completeRead(item, read))
  })
}

/** Only what a read shows as requested is changed; the rest stays unknown, because reads may lag. */
function afterRead(item: PlanItem, proven: ProvenEnd, read: ReadUser): End {
  const shows = (access: Access | null) =>
    read.kind === 'found' && access !== null && sameWhereTouched(item.steps, access, read.user)
  const isRemoval = item.change.kind === 'remove'
  // A script names an address: another user under it proves nothing.
  const isAbsent = read.kind === 'absent' && read.otherId === undefined
  const done = isRemoval ? isAbsent : shows(item.after)
  const { koreResponse, untouched } = proven
  const wasGone = isRemoval && untouched?.cause !== undefined && isGoneCause(untouched.cause)
  if (done) return wasGone ? end('unchanged', 'already_gone', { koreResponse }) : end('changed', null, { koreResponse })
  const isUntouched = isRemoval ? read.kind === 'found' : isAbsent || shows(item.before)
  return (isUntouched ? untouched : undefined) ?? proven
}
