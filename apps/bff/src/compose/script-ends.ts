import type { Access } from '@muster/core/account/user'
import type { CauseCode } from '@muster/core/outcome/cause'
import { sameWhereTouched } from '@muster/core/plan/drift'
import type { PlanItem, PlanNote } from '@muster/core/plan/plan'
import type { Clock } from '../clock.ts'
import { isGoneCause } from '../engine/decide/decide-refused.ts'
import { type End, end } from '../engine/item-end.ts'
import type { KoreWriter, ReadUser } from '../engine/kore-ports.ts'
import { readIdentifier } from '../engine/kore-requests.ts'
import type { JobDirectory } from '../engine/ports.ts'
import { completeRead } from '../engine/verify/complete-read.ts'
import type { PassThroughResult } from '../features/kore/ports.ts'

interface EndReadDeps {
  readonly directory: Pick<JobDirectory, 'upsertUsers'>
  readonly writer: Pick<KoreWriter, 'readUsers' | 'lookAgain'>
  readonly clock: Pick<Clock, 'now'>
}

/** How long reads after a call without proof may take. */
const readMs = 10_000

/** How one user ended as far as the response tells. */
interface Said extends End {
  /** How they end where a read shows nothing of the change. Absent: reads may lag, so they stay unknown. */
  readonly untouched?: End
}

/** A refusal of the whole call may follow its effect, so only a read shows that nothing happened. */
const refusedWhole = (cause: CauseCode, koreAnswer: string | null): Said => ({
  ...end('unknown', 'no_answer', { koreAnswer }),
  untouched: end('failed', cause, { koreAnswer }),
})

/** How one user ended. A call that never left attempted nobody. */
export function endOf(
  item: PlanItem,
  n: number,
  result: PassThroughResult | null,
  refusal: PlanNote | undefined,
): Said {
  if (refusal !== undefined) return end('skipped', refusal.code, { details: refusal.details })
  if (result === null) return end('not_attempted', 'stopped')
  switch (result.kind) {
    case 'credential_rejected':
      return refusedWhole('credential_rejected', result.detail)
    case 'not_sent':
      return end('failed', result.cause)
    case 'in_doubt':
      return end('unknown', 'no_answer')
    case 'unreadable':
      return end('unknown', 'no_answer', { koreAnswer: result.detail })
    case 'answered':
      break
  }
  const ended = result.ends[n]
  if (ended === undefined) return end('unknown', 'no_answer')
  if (ended.ok) return end('changed')
  const { cause, details, koreAnswer } = ended
  if (ended.ofWhole && item.change.kind !== 'erase') return refusedWhole(cause, koreAnswer)
  if (ended.unknown) return end('unknown', 'no_answer', { koreAnswer })
  if (cause === 'already_gone' && item.change.kind === 'remove') return end('unchanged', cause, { details, koreAnswer })
  return end('failed', cause, { details, koreAnswer })
}

/** Reads the users of whom the response proves nothing; the others keep their end. */
export async function withReads(
  { writer, directory, clock }: EndReadDeps,
  items: readonly PlanItem[],
  ends: readonly Said[],
): Promise<readonly End[]> {
  const open = items.filter((item, n) => ends[n]?.outcome === 'unknown' && item.change.kind !== 'erase')
  if (open.length === 0) return ends
  const readAt = clock.now()
  const signal = AbortSignal.timeout(readMs)
  // A refused call keeps the next ones from leaving, and this read must find out what it did.
  writer.lookAgain()
  const reads = await writer.readUsers(open.map(readIdentifier), { lane: 'interactive', signal }).catch(() => [])
  const found = reads.flatMap((read) => (read.kind === 'found' ? [read.user] : []))
  if (found.length > 0) await directory.upsertUsers(found, readAt)
  const byItem = new Map(open.map((item, n) => [item, reads[n]]))
  return items.map((item, n) => {
    const before = ends[n] ?? end('unknown', 'no_answer')
    const read = byItem.get(item)
    return read === undefined ? before : afterRead(item, before, completeRead(item, read))
  })
}

/** Only what a read shows as requested is changed; the rest stays unknown, because reads may lag behind. */
function afterRead(item: PlanItem, said: Said, read: ReadUser): End {
  const shows = (access: Access | null) =>
    read.kind === 'found' && access !== null && sameWhereTouched(item.steps, access, read.user)
  const isRemoval = item.change.kind === 'remove'
  const done = isRemoval ? read.kind === 'absent' : shows(item.after)
  const { koreAnswer, untouched } = said
  const wasGone = isRemoval && untouched?.cause !== undefined && isGoneCause(untouched.cause)
  if (done) return wasGone ? end('unchanged', 'already_gone', { koreAnswer }) : end('changed', null, { koreAnswer })
  const isUntouched = isRemoval ? read.kind === 'found' : read.kind === 'absent' || shows(item.before)
  return (isUntouched ? untouched : undefined) ?? said
}
