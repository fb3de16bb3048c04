import { type Kysely, sql } from 'kysely'
import type { AuditErasure, ErasedCount, Person } from '../../../features/audit/ports.ts'
import { inTransaction } from '../database/in-transaction.ts'
import type { Db } from '../database/storage.ts'
import type { Tables } from '../database/tables.ts'
import { appendAudit } from './audit-log.ts'
import { chainedOf } from './audit-rows.ts'
import { erasureAction, erasureMessage } from './erasure-record.ts'
import { findNamed, type Named } from './named-person.ts'

/** What names a person in the audit and in ended erasures; without a change. */
export async function countNamed(db: Kysely<Tables>, person: Person): Promise<ErasedCount> {
  return counted(db, person, await findNamed(db, person))
}

async function counted(db: Kysely<Tables>, person: Person, named: Named): Promise<ErasedCount> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from erasure_people where ${isPerson(person)}`.execute(db)
  return { entries: positionsOf(named).length, requests: rows[0]?.count ?? 0 }
}

const positionsOf = ({ subjects, actors }: Named) => [...new Set([...subjects, ...actors])].toSorted((a, b) => a - b)

/** Erases a person from the audit and from ended erasures, if exactly as much names them as was confirmed. */
export function eraseFromAudit(db: Db, { person, confirmed, actor, at }: AuditErasure): Promise<ErasedCount | null> {
  return inTransaction(db, async (trx) => {
    const named = await findNamed(trx, person)
    const count = await counted(trx, person, named)
    if (count.entries !== confirmed.entries || count.requests !== confirmed.requests) return null
    const older = await eraseEntries(trx, named)
    await sql`update erasure_people set label = '-', user_id = null, identifier = jsonb_set(identifier, '{value}', '"-"')
      where ${isPerson(person)}`.execute(trx)
    const sentence = erasureMessage(count, positionsOf(named), older)
    await appendAudit(trx, [{ action: erasureAction, actor, sentence, outcome: 'erased' }], new Date(at))
    return count
  })
}

/** Erases entries, those without commitments as a whole. Returns the latter. */
async function eraseEntries(trx: Kysely<Tables>, named: Named) {
  const older = await trx
    .selectFrom('audit_entries')
    .selectAll()
    .where(sql<boolean>`seq = any(${positionsOf(named)}::bigint[])`)
    .where('actor_commitment', 'is', null)
    .orderBy('seq')
    .execute()
  const whole = older.map(({ seq }) => seq)
  await sql`select audit_erase_subjects(${[...named.subjects, ...whole]}::bigint[])`.execute(trx)
  await sql`select audit_erase_actors(${[...named.actors, ...whole]}::bigint[])`.execute(trx)
  return older.map(chainedOf)
}

/** Only of requests that have ended: an open one still needs its identifier. Some channels name users as `sip:<address>`. */
const isPerson = ({ value }: Person) => sql<boolean>`
  (lower(label) = lower(${value}) or lower(user_id) = lower(${value}) or lower(identifier->>'value') = lower(${value})
    or starts_with(reverse(lower(identifier->>'value')), reverse(lower(${`:${value}`}))))
  and erasure_id in (select id from erasures where finished_at is not null)`
