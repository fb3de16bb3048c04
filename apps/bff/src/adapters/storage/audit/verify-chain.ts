import type { Anchor, ChainCheck } from '../../../features/audit/ports.ts'
import type { Db } from '../database/storage.ts'
import { chainedOf } from './audit-rows.ts'
import { createChainWalk } from './chain-walk.ts'

/** Entries read per query. */
const verifyPage = 5000

/**
 * Reads the chain from its start and recomputes every hash. Finds edits, gaps, reordering and insertion at the first
 * entry that does not match, a truncated tail against `audit_head`, and against the anchors also a chain that was cut or
 * rebuilt with its head.
 */
export async function verifyChain(db: Db, anchors: readonly Anchor[], signal: AbortSignal): Promise<ChainCheck> {
  const head = await db.selectFrom('audit_head').select(['seq', 'hash']).where('id', '=', 1).executeTakeFirst()
  const end = { seq: head?.seq ?? 0, hash: head?.hash ?? '' }
  const walk = createChainWalk(anchors)
  for (;;) {
    signal.throwIfAborted()
    const rows = await db
      .selectFrom('audit_entries')
      .selectAll()
      .where('seq', '>', walk.entries())
      .where('seq', '<=', end.seq)
      .orderBy('seq')
      .limit(verifyPage)
      .execute()
    for (const row of rows) if (!walk.take(chainedOf(row))) return walk.result(end)
    if (rows.length < verifyPage) return walk.result(end)
  }
}
