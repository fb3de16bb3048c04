import type { HoldReason } from '@muster/contracts/hold'
import { message } from '@muster/wording/message'
import { type QueryExecutorProvider, type RawBuilder, sql, type Transaction } from 'kysely'
import { appendAudit } from '../audit/audit-log.ts'
import type { MarkFile, RememberedMark } from '../folder/mark-file.ts'
import { maySend } from './own-account.ts'
import type { Db, Storage } from './storage.ts'
import { storedSentence } from './stored-sentence.ts'
import type { Tables } from './tables.ts'

/** The row's columns that identify where and by which transaction it was written. */
export const writtenHere = sql`written_by = pg_current_xact_id()::text,
  database_id = (select oid::text from pg_database where datname = current_database())`

/** Changes no row while jobs are held, nor in a store of another account. */
export const markAdvance = (db: QueryExecutorProvider): RawBuilder<unknown> => sql`
  update store_state set mark = mark + 1, ${writtenHere} where id = 1 and ${maySend(db)}`

/**
 * Advances the mark, in the transaction that records a send. Returns the new mark; null while jobs are held. Call it
 * last: every replica waits for this row.
 */
export async function advanceMark(trx: Transaction<Tables>): Promise<{ storeId: string; mark: number } | null> {
  const { rows } = await sql<{ storeId: string; mark: number }>`
    ${markAdvance(trx)} returning store_id as "storeId", mark`.execute(trx)
  return rows[0] ?? null
}

interface Found {
  readonly store_id: string
  readonly mark: number
  readonly same_database: boolean
  readonly same_row: boolean
  readonly held: boolean
}

/**
 * At a start: compares the store with the mark file beside it, and holds its jobs if it is older or a copy. Then
 * advances the mark: any earlier copy is older from now on.
 */
export async function holdIfRestored(
  { db, kind }: Pick<Storage, 'db' | 'kind'>,
  file: MarkFile,
  options: { readonly quiesceMs: number; readonly at: number },
): Promise<HoldReason | null> {
  const result = await db.transaction().execute(async (trx) => {
    const found = await readFound(trx)
    const own = file.read(found.store_id)
    const reason = found.mark === 0 ? null : reasonToHold(found, kind === 'pglite', own)
    if (reason !== null && !found.held) await hold(trx, reason, options)
    const mark = Math.max(found.mark, own?.mark ?? 0) + 1
    await sql`update store_state set mark = ${mark}::bigint, ${writtenHere} where id = 1`.execute(trx)
    return { reason, storeId: found.store_id, mark }
  })
  file.remember(result.storeId, result.mark)
  return result.reason
}

async function readFound(trx: Transaction<Tables>): Promise<Found> {
  // Transaction numbers grow forever; a row keeps the lower 32 bits.
  const { rows } = await sql<Found>`
    select store_id, mark,
      coalesce(held_for <> 'other_account', false) as held,
      database_id = (select oid::text from pg_database where datname = current_database()) as same_database,
      case when written_by = '' then true
        else (written_by::numeric % 4294967296)::text = xmin::text end as same_row
    from store_state where id = 1 for update`.execute(trx)
  const [found] = rows
  if (found === undefined) throw new Error('the store has no recorded state')
  return found
}

function reasonToHold(found: Found, embedded: boolean, own: RememberedMark | null): HoldReason | null {
  if (own !== null && own.mark > found.mark) return 'older'
  if (!found.same_row || !found.same_database) return 'dump'
  // Replicas on PostgreSQL need no permanent folder; the embedded store always has one.
  if (!embedded) return null
  if (own === null) return 'unknown'
  return own.isOriginal ? null : 'copied'
}

/** Why a job of a restored store waits. */
export const heldReason = storedSentence(message('job.held'))

/**
 * Unfinished items may have been sent since. Erasures cannot be re-read, so a member decides; all others are in doubt and
 * are re-read before anything is sent for them.
 */
async function hold(
  trx: Transaction<Tables>,
  reason: HoldReason,
  { quiesceMs, at }: { quiesceMs: number; at: number },
): Promise<void> {
  await sql`with lost as (
      update job_items i set state = 'settled', outcome = 'unknown', cause = 'no_response', due_at = null,
        claimed_epoch = null, ended_at = ${new Date(at)}, details = coalesce(i.details, '{}'::jsonb) || '{"restored":"yes"}'
      from jobs j where j.id = i.job_id and j.finished_at is null and i.kind = 'erase' and i.state <> 'settled'
      returning i.job_id
    ) update jobs j set unknown = j.unknown + n from (select job_id, count(*)::int as n from lost group by job_id) l
      where j.id = l.job_id`.execute(trx)
  await sql`update job_items i set state = 'in_doubt', claimed_epoch = null,
      due_at = clock_timestamp() + ${quiesceMs}::float8 * interval '1 millisecond'
    from jobs j where j.id = i.job_id and j.finished_at is null and i.state <> 'settled'`.execute(trx)
  await sql`update jobs set lease_until = null, waits_for = null, waits_until = null where finished_at is null`.execute(
    trx,
  )
  await sql`update jobs set state = 'waiting', reason = ${heldReason.text}, reason_message = ${heldReason.message}::jsonb
    where finished_at is null and state in ('queued', 'running', 'waiting')`.execute(trx)
  await sql`update store_state set held_since = ${new Date(at)}, held_for = ${reason} where id = 1`.execute(trx)
  const sentence = message('audit.held')
  const line = { action: 'store.held', actor: 'Muster', subject: null, sentence, outcome: null, jobId: null } as const
  await appendAudit(trx, [line], new Date(at))
}

/** Copies the mark of all replicas to this one's file: each replica then detects an older store when it starts. The
 * only process of an embedded store remembers each of its own marks. */
export function followMark(db: Db, file: MarkFile, onError: (error: unknown) => void): () => void {
  const look = async () => {
    const row = await db.selectFrom('store_state').select(['store_id', 'mark']).executeTakeFirstOrThrow()
    file.remember(row.store_id, row.mark)
  }
  const timer = setInterval(() => void look().catch(onError), followEveryMs)
  timer.unref()
  return () => clearInterval(timer)
}

const followEveryMs = 5000
