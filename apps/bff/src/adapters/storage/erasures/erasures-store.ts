import type { ErasureEntry } from '@muster/contracts/erasures'
import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { ErasureStore, WatchedErasure } from '../../../features/erasures/ports.ts'
import { type Seal, sealOf } from '../database/seal.ts'
import { storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import type { Tables } from '../database/tables.ts'
import { recordReading } from './erasures-record.ts'
import { openedStatus } from './status-text.ts'

type Row = Selectable<Tables['erasures']> & {
  people: Pick<
    Selectable<Tables['erasure_people']>,
    'n' | 'identifier' | 'label' | 'user_id' | 'state' | 'kore_status'
  >[]
}

const columns = sql`e.*, (select coalesce(json_agg(json_build_object('n', p.n, 'identifier', p.identifier, 'label', p.label,
  'user_id', p.user_id, 'state', p.state, 'kore_status', p.kore_status) order by p.n), '[]'::json)
  from erasure_people p where p.erasure_id = e.id) as people`

export function createSqlErasureStore(db: Db): ErasureStore {
  return {
    list: async (filter, page) => {
      const before = page.before === null ? [] : [sql`e.id < ${storableText(page.before)}`]
      const conditions = [sql`true`, ...filterConditions(filter), ...before]
      const { rows } = await sql<Row>`select ${columns} from erasures e where ${sql.join(conditions, sql` and `)}
        order by e.id desc limit ${page.limit}`.execute(db)
      return rows.map((row) => entryOf(row, sealOf(db)))
    },
    get: async (id) => {
      const { rows } = await sql<Row>`select ${columns} from erasures e where e.id = ${storableText(id)}`.execute(db)
      return rows[0] === undefined ? null : entryOf(rows[0], sealOf(db))
    },
    claimDue: (now, limit, holdMs) => claimDue(db, { now, limit, holdMs }),
    nextDue: async () => {
      const { rows } = await sql<{ due: Date | null }>`select min(next_check_at) as due from erasures`.execute(db)
      return rows[0]?.due?.getTime() ?? null
    },
    record: (erasure, reading, at) => db.transaction().execute((trx) => recordReading(trx, { erasure, reading, at })),
  }
}

async function claimDue(
  db: Db,
  { now, limit, holdMs }: { now: number; limit: number; holdMs: number },
): Promise<readonly WatchedErasure[]> {
  // Materialized: within a join the limit would apply anew to every row.
  const claimed = await sql<{ id: string }>`
    with due as materialized (
      select id from erasures where next_check_at <= ${new Date(now)} and request_id is not null
      order by next_check_at limit ${limit} for update skip locked)
    update erasures e set next_check_at = ${new Date(now + holdMs)} from due where e.id = due.id
    returning e.id`.execute(db)
  const ids = claimed.rows.map(({ id }) => id)
  if (ids.length === 0) return []
  const { rows } =
    await sql<Row>`select ${columns} from erasures e where e.id = any(${ids}::text[]) order by e.id`.execute(db)
  return rows.flatMap(watchedOf)
}

function filterConditions({ state, q }: Parameters<ErasureStore['list']>[0]): readonly RawBuilder<unknown>[] {
  const words = q?.trim().toLowerCase()
  const like = `%${storableText(words ?? '').replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  const found = sql`(lower(e.request_id) like ${like} or exists (
    select from erasure_people p where p.erasure_id = e.id and lower(p.label) like ${like}))`
  return [
    ...(state === undefined ? [] : [sql`e.state = ${state}`]),
    ...(words === undefined || words === '' ? [] : [found]),
  ]
}

function watchedOf(row: Row): readonly WatchedErasure[] {
  if (row.request_id === null) return []
  const people = row.people.map(({ n, label, user_id, identifier, state }) => ({
    n,
    label,
    userId: user_id,
    identifier: identifier.value,
    state,
  }))
  return [
    {
      id: row.id,
      requestId: row.request_id,
      requestedAt: row.requested_at.getTime(),
      checks: row.checks,
      jobId: row.job_id,
      people,
    },
  ]
}

function entryOf(row: Row, seal: Seal): ErasureEntry {
  const count = (state: Row['people'][number]['state']) => row.people.filter((person) => person.state === state).length
  const { kind } = row.scope
  return {
    id: row.id,
    requestId: row.request_id,
    jobId: row.job_id,
    state: row.state,
    scope: kind === 'all_bots' ? { kind } : { kind, botIds: [...row.scope.botIds] },
    scopeText: row.scope_text,
    scopeTextMessage: row.scope_message,
    people: row.people.map(({ n, identifier, label, state, kore_status: status }) => ({
      identifier,
      label,
      state,
      koreStatus: openedStatus(seal, { erasureId: row.id, n, status }),
    })),
    counts: { total: row.people.length, erased: count('erased'), failed: count('failed'), waiting: count('waiting') },
    requestedBy: row.requested_by,
    requestedAt: row.requested_at.toISOString(),
    lastCheckedAt: row.last_checked_at?.toISOString() ?? null,
    nextCheckAt: row.next_check_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    reason: row.reason,
    reasonMessage: row.reason_message,
  }
}
