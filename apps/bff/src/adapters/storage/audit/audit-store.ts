import type { AuditEntry } from '@muster/contracts/audit'
import { type ExpressionBuilder, sql } from 'kysely'
import type { AuditFilter, AuditStore } from '../../../features/audit/ports.ts'
import type { Db } from '../database/storage.ts'
import type { Tables } from '../database/tables.ts'
import { type AuditRow, chainedOf, entryOf } from './audit-rows.ts'
import { verifyChain } from './verify-chain.ts'

/** Entries read per query of an export. */
const exportPage = 1000

export function createSqlAuditStore(db: Db): AuditStore {
  return {
    list: async (filter, { before, limit, fold }) => {
      const rows = await listed(db, filter, fold)
        .$if(before !== null, (query) => query.where('entry.seq', '<', before ?? 0))
        .orderBy('entry.seq', 'desc')
        .limit(limit + 1)
        .execute()
      const shown = rows.slice(0, limit)
      return {
        items: fold ? await withCounts(db, filter, shown) : shown.map(entryOf),
        next: rows.length > limit ? (shown.at(-1)?.seq ?? null) : null,
      }
    },
    verify: (anchors, signal) => verifyChain(db, anchors, signal),
    head: async () => {
      const head = await db.selectFrom('audit_head').select(['seq', 'hash']).where('id', '=', 1).executeTakeFirst()
      return head === undefined || head.seq === 0 ? null : { seq: head.seq, hash: head.hash }
    },
    exported: (filter) => exportedEntries(db, filter),
  }
}

/** Audited changes of one user, newest first: the history in the drawer. */
export async function userHistory(db: Db, userId: string, limit = 100): Promise<AuditEntry[]> {
  const rows = await matching(db, { userId }).orderBy('entry.seq', 'desc').limit(limit).execute()
  return rows.map(entryOf)
}

/** Every entry of a filter, oldest first, a page at a time, up to the newest entry at the start. */
async function* exportedEntries(db: Db, filter: AuditFilter) {
  const end = await db.selectFrom('audit_head').select('seq').where('id', '=', 1).executeTakeFirst()
  let after = 0
  for (;;) {
    const rows: AuditRow[] = await matching(db, filter)
      .where('entry.seq', '>', after)
      .where('entry.seq', '<=', end?.seq ?? 0)
      .orderBy('entry.seq')
      .limit(exportPage)
      .execute()
    if (rows.length > 0) yield rows.map((row) => ({ ...entryOf(row), chained: chainedOf(row) }))
    if (rows.length < exportPage) return
    after = rows.at(-1)?.seq ?? after
  }
}

/** Matching entries; folded, of each job only the newest one. */
function listed(db: Db, filter: AuditFilter, fold: boolean) {
  const query = matching(db, filter)
  if (!fold) return query
  return query.where((eb) =>
    eb.or([
      eb('entry.job_id', 'is', null),
      eb.not(
        eb.exists(
          eb
            .selectFrom('audit_entries as later')
            .select('later.seq')
            .whereRef('later.job_id', '=', 'entry.job_id')
            .whereRef('later.seq', '>', 'entry.seq')
            .where((inner) => matches(inner, 'later', filter)),
        ),
      ),
    ]),
  )
}

/** The first time and the number of the entries of each job on a page. */
async function withCounts(db: Db, filter: AuditFilter, rows: readonly AuditRow[]): Promise<AuditEntry[]> {
  const jobs = rows.flatMap(({ job_id }) => (job_id === null ? [] : [job_id]))
  if (jobs.length === 0) return rows.map(entryOf)
  const counted = await db
    .selectFrom('audit_entries as entry')
    .where((eb) => matches(eb, 'entry', filter))
    .where('entry.job_id', 'in', jobs)
    .groupBy('entry.job_id')
    .select(({ fn }) => ['entry.job_id', sql<number>`count(*)::int`.as('entries'), fn.min('entry.at').as('since')])
    .execute()
  const counts = new Map(counted.map((one) => [one.job_id, one]))
  return rows.map((row) => {
    const count = counts.get(row.job_id)
    const folded =
      count === undefined || count.entries < 2
        ? null
        : { entries: count.entries, since: new Date(count.since).toISOString() }
    return { ...entryOf(row), folded }
  })
}

const matching = (db: Db, filter: AuditFilter) =>
  db
    .selectFrom('audit_entries as entry')
    .selectAll('entry')
    .where((eb) => matches(eb, 'entry', filter))

type Aliased<A extends string> = ExpressionBuilder<Tables & Record<A, Tables['audit_entries']>, A>

const contains = (words: string) => `%${words.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`

/** The condition of a filter on the entries under an alias. */
function matches(eb: Pick<Aliased<'entry'>, 'val' | 'and'>, alias: 'entry' | 'later', filter: AuditFilter) {
  const column = (name: keyof Tables['audit_entries']) => sql.ref(`${alias}.${name}`)
  const equal = (name: keyof Tables['audit_entries'], value: string | undefined) =>
    value === undefined ? [] : [sql<boolean>`${column(name)} = ${value}`]
  const words = filter.q?.trim() ?? ''
  const target = filter.target?.trim() ?? ''
  return eb.and([
    ...equal('action', filter.action),
    ...equal('actor', filter.actor),
    ...equal('subject_user_id', filter.userId),
    ...equal('job_id', filter.jobId),
    ...equal('outcome', filter.outcome),
    ...(filter.from === undefined ? [] : [sql<boolean>`${column('at')} >= ${new Date(filter.from)}`]),
    ...(filter.to === undefined ? [] : [sql<boolean>`${column('at')} <= ${new Date(filter.to)}`]),
    ...(words === ''
      ? []
      : [
          sql<boolean>`(${column('sentence')} ilike ${contains(words)} or ${column('subject_label')} ilike ${contains(words)})`,
        ]),
    ...(target === ''
      ? []
      : [
          sql<boolean>`(${column('subject_label')} ilike ${contains(target)} or ${column('subject_user_id')} = ${target})`,
        ]),
  ])
}
