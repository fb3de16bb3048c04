import { comparableAddress } from '@muster/core/identifier/address'
import { type Kysely, sql } from 'kysely'
import type { Person } from '../../../features/audit/ports.ts'
import type { Tables } from '../database/tables.ts'

/** Positions of the entries that name a person. */
export interface Named {
  readonly subjects: readonly number[]
  readonly actors: readonly number[]
}

/** Endings of names of files, which no domain ends with. */
export const fileEndings = '(csv|tsv|txt|xlsx|json)'

/** An address as a whole word, in any case: not within a longer one, but in the name of a file. */
export function wordPattern(address: string): string {
  const literal = address.toLowerCase().replaceAll(/[^\p{L}\p{N}\s]/gu, (mark) => `\\${mark}`)
  const before = '(^|[^[:alnum:]._%+-])'
  const after = `($|[^[:alnum:]._%+-]|[.]($|[^[:alnum:]]|${fileEndings}($|[^[:alnum:]._-])))`
  return `${before}${literal}${after}`
}

/**
 * The condition on entries that name a person. A full address counts in any text; an ID only as the user of the
 * entry, because another word or a number of a sentence may equal it.
 */
function namesSubject({ by, value }: Person) {
  const equal = sql<boolean>`(lower(subject_user_id) = lower(${value}) or lower(subject_label) = lower(${value}))`
  if (by === 'id') return sql<boolean>`(${equal} or position(${`"user":${JSON.stringify(value)}`} in message) > 0)`
  const pattern = wordPattern(value)
  return sql<boolean>`(${equal} or subject_label ~* ${pattern} or sentence ~* ${pattern} or message ~* ${pattern})`
}

/** Entries of one user have the same ID, also those without the address. The entries of a current member stay attributed. */
export async function findNamed(db: Kysely<Tables>, person: Person): Promise<Named> {
  const isUser =
    person.by === 'email'
      ? sql`lower(subject_label) = lower(${person.value}) or subject_label ~* ${wordPattern(person.value)}`
      : sql`lower(subject_user_id) = lower(${person.value})`
  const isActor =
    person.by === 'email'
      ? sql`lower(actor) = lower(${person.value})
          and not exists (select 1 from members where lower(email) = lower(${person.value}))`
      : sql`false`
  const { rows } = await sql<{ seq: number; isSubject: boolean; isActor: boolean }>`
    with users as (
      select distinct subject_user_id from audit_entries where subject_user_id is not null and (${isUser})
    ), named as (
      select seq, sentence <> '' and (coalesce(${namesSubject(person)}, false)
          or coalesce(subject_user_id in (select subject_user_id from users), false)) as "isSubject",
        ${isActor} as "isActor"
      from audit_entries
    )
    select seq, "isSubject", "isActor" from named where "isSubject" or "isActor" order by seq`.execute(db)
  return {
    subjects: rows.filter(({ isSubject }) => isSubject).map(({ seq }) => seq),
    actors: rows.filter((row) => row.isActor).map(({ seq }) => seq),
  }
}

/** Whether a person is a current member: by address or name, or as the user whose entries have a member's address. */
export async function isMember(db: Kysely<Tables>, { by, value }: Person): Promise<boolean> {
  const members = await db.selectFrom('members').select(['email', 'name']).execute()
  if (by === 'email') return members.some(({ email }) => comparableAddress(email) === comparableAddress(value))
  if (members.some(({ name }) => name.toLowerCase() === value.toLowerCase())) return true
  const patterns = members.map(({ email }) => wordPattern(email))
  const { rows } = await sql`select 1 from audit_entries
    where lower(subject_user_id) = lower(${value}) and subject_label ~* any(${patterns}::text[]) limit 1`.execute(db)
  return rows.length > 0
}
