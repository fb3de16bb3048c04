import { message } from '@muster/wording/message'
import { type Kysely, sql } from 'kysely'
import type { AuditErasure, ErasedCount } from '../../../features/audit/ports.ts'
import { inTransaction } from '../database/in-transaction.ts'
import type { Db } from '../database/storage.ts'
import type { Tables } from '../database/tables.ts'
import { appendAudit } from './audit-log.ts'

/** Positions of the entries that name a person. */
interface Found {
  readonly subjects: readonly number[]
  readonly actors: readonly number[]
}

/** What names a person in the audit and in ended erasures; without a change. */
export async function countNamed(db: Kysely<Tables>, name: string): Promise<ErasedCount> {
  const { subjects, actors } = await find(db, name)
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from erasure_people where ${isPerson(name)}`.execute(db)
  return { entries: new Set([...subjects, ...actors]).size, requests: rows[0]?.count ?? 0 }
}

/** Erases a person from the audit and from ended erasures, if exactly as much names them as was confirmed. */
export function eraseFromAudit(db: Db, { name, confirmed, actor, at }: AuditErasure): Promise<ErasedCount | null> {
  return inTransaction(db, async (trx) => {
    const counted = await countNamed(trx, name)
    if (counted.entries !== confirmed.entries || counted.requests !== confirmed.requests) return null
    const { subjects, actors } = await find(trx, name)
    await sql`select audit_erase_subjects(${subjects}::bigint[])`.execute(trx)
    await sql`select audit_erase_actors(${actors}::bigint[])`.execute(trx)
    await sql`update erasure_people set label = '-', user_id = null, identifier = jsonb_set(identifier, '{value}', '"-"')
      where ${isPerson(name)}`.execute(trx)
    const sentence = message('audit.person_erased', { actor, ...counted })
    await appendAudit(trx, [{ action: 'audit.person_erased', actor, sentence, outcome: 'erased' }], new Date(at))
    return counted
  })
}

/** The name as a whole word, in any case: not within a longer email. */
function wordPattern(name: string): string {
  const literal = name.toLowerCase().replaceAll(/[^\p{L}\p{N}\s]/gu, (mark) => `\\${mark}`)
  const before = '(^|[^[:alnum:]._%+-])'
  const after = '($|[^[:alnum:]._%+-]|[.]($|[^[:alnum:]]))'
  return `${before}${literal}${after}`
}

/** Only of requests that have ended: an open one still needs its identifier. */
const isPerson = (name: string) => sql`
  (lower(label) = ${name.toLowerCase()} or lower(user_id) = ${name.toLowerCase()}
    or lower(identifier->>'value') = ${name.toLowerCase()})
  and erasure_id in (select id from erasures where finished_at is not null)`

async function find(db: Kysely<Tables>, name: string): Promise<Found> {
  const pattern = wordPattern(name)
  const lower = name.toLowerCase()
  const { rows } = await sql<{ seq: number; isSubject: boolean; isActor: boolean }>`
    with named as (
      select seq, subject_user_id, sentence <> '' and (lower(subject_user_id) = ${lower} or subject_label ~* ${pattern}
        or sentence ~* ${pattern} or message ~* ${pattern}) as hit,
        -- The entries of a current member stay attributed.
        lower(actor) = ${lower} and not exists (select 1 from members where lower(email) = ${lower}) as by_person
      from audit_entries
    ), users as (
      select distinct subject_user_id from audit_entries
      where subject_user_id is not null and (lower(subject_user_id) = ${lower} or subject_label ~* ${pattern})
    )
    select seq, coalesce(hit, false) or coalesce(subject_user_id in (select subject_user_id from users), false)
        as "isSubject", by_person as "isActor"
    from named where hit or by_person or subject_user_id in (select subject_user_id from users)`.execute(db)
  return {
    subjects: rows.filter(({ isSubject }) => isSubject).map(({ seq }) => seq),
    actors: rows.filter(({ isActor }) => isActor).map(({ seq }) => seq),
  }
}
