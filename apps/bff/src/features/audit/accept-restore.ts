import type { Clock } from '../../clock.ts'
import type { AuditStore, Head, HeadsReader } from './ports.ts'

/**
 * An owner accepted a restored database, which lacks entries that were signed before: signs from where it continues, so
 * later verifications know of the restore instead of failing.
 */
export async function acceptRestore(deps: {
  readonly audit: Pick<AuditStore, 'head' | 'verify'>
  readonly heads: HeadsReader
  readonly clock: Clock
  readonly append: (head: Head) => Promise<unknown>
}): Promise<void> {
  const { anchors } = await deps.heads.read()
  const { fault, anchor } = await deps.audit.verify(anchors, new AbortController().signal)
  const head = await deps.audit.head()
  if (fault === null || fault === 'changed' || head === null) return
  await deps.append({ ...head, at: new Date(deps.clock.now()).toISOString(), restoredAfter: anchor?.seq ?? 0 })
}
