import type { AuditEntry } from '@muster/contracts/audit'
import { messageSchema } from '@muster/contracts/message'
import type { Selectable } from 'kysely'
import type { AuditFilter, AuditStore, ChainCheck } from '../../../features/audit/ports.ts'
import type { Db } from '../database/storage.ts'
import type { AuditTables } from '../tables/audit.ts'
import { chainHash, chainStart } from './audit-chain.ts'

/** Entries read per query during verification. */
const verifyPage = 5000

export function createSqlAuditStore(db: Db): AuditStore {
  return {
    list: async (filter, page) => {
      const rows = await filtered(db, filter)
        .$if(page.before !== null, (query) => query.where('seq', '<', page.before ?? 0))
        .orderBy('seq', 'desc')
        .limit(page.limit + 1)
        .execute()
      const shown = rows.slice(0, page.limit)
      return {
        items: shown.map(entryOf),
        next: rows.length > page.limit ? (shown.at(-1)?.seq ?? null) : null,
      }
    },
    verify: (signal) => verifyChain(db, signal),
  }
}

/** Audited changes of one user, newest first: the history in the drawer. */
export async function userHistory(db: Db, userId: string, limit = 100): Promise<AuditEntry[]> {
  const rows = await filtered(db, { userId }).orderBy('seq', 'desc').limit(limit).execute()
  return rows.map(entryOf)
}

function filtered(db: Db, filter: AuditFilter) {
  let query = db.selectFrom('audit_entries').selectAll()
  if (filter.action !== undefined) query = query.where('action', '=', filter.action)
  if (filter.actor !== undefined) query = query.where('actor', '=', filter.actor)
  if (filter.userId !== undefined) query = query.where('subject_user_id', '=', filter.userId)
  if (filter.jobId !== undefined) query = query.where('job_id', '=', filter.jobId)
  if (filter.from !== undefined) query = query.where('at', '>=', new Date(filter.from))
  if (filter.to !== undefined) query = query.where('at', '<=', new Date(filter.to))
  const words = filter.q?.trim()
  if (words !== undefined && words !== '') {
    const like = `%${words.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
    query = query.where((where) => where.or([where('sentence', 'ilike', like), where('subject_label', 'ilike', like)]))
  }
  return query
}

function entryOf(row: Selectable<AuditTables['audit_entries']>): AuditEntry {
  return {
    seq: row.seq,
    at: row.at.toISOString(),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only appendAudit writes the column, and it is typed
    action: row.action as AuditEntry['action'],
    actor: row.actor,
    subject: row.subject_label === null ? null : { userId: row.subject_user_id, label: row.subject_label },
    sentence: row.sentence,
    sentenceMessage: parsedMessage(row.message),
    outcome: row.outcome,
    jobId: row.job_id,
    hash: row.hash,
  }
}

/**
 * Reads the chain from its start and recomputes every hash. Finds edits, gaps, reordering and insertion at the first
 * entry that does not match, and a truncated tail against `audit_head`. A chain rebuilt as a whole shows only in its
 * head.
 */
async function verifyChain(db: Db, signal: AbortSignal): Promise<ChainCheck> {
  const head = await db.selectFrom('audit_head').select(['seq', 'hash']).where('id', '=', 1).executeTakeFirst()
  const end = { seq: head?.seq ?? 0, hash: head?.hash ?? '' }
  let hash = chainStart
  let seq = 0
  for (;;) {
    signal.throwIfAborted()
    const rows = await db
      .selectFrom('audit_entries')
      .selectAll()
      .where('seq', '>', seq)
      .where('seq', '<=', end.seq)
      .orderBy('seq')
      .limit(verifyPage)
      .execute()
    for (const row of rows) {
      const expected = chainHash(hash, { ...contentOf(row), seq: seq + 1 })
      if (row.seq !== seq + 1 || row.prev_hash !== hash || row.hash !== expected) {
        return { intact: false, entries: seq, head: end.hash, firstBad: seq + 1 }
      }
      hash = row.hash
      seq = row.seq
    }
    if (rows.length < verifyPage) break
  }
  const whole = seq === end.seq && hash === end.hash
  return { intact: whole, entries: seq, head: end.hash === '' ? null : end.hash, firstBad: whole ? null : seq + 1 }
}

function contentOf(row: Selectable<AuditTables['audit_entries']>) {
  return {
    seq: row.seq,
    at: row.at.toISOString(),
    action: row.action,
    actor: row.actor,
    subjectUserId: row.subject_user_id,
    subjectLabel: row.subject_label,
    sentence: row.sentence,
    outcome: row.outcome,
    jobId: row.job_id,
    message: row.message,
  }
}

const parsedMessage = (stored: string | null) => (stored === null ? null : messageSchema.parse(JSON.parse(stored)))
