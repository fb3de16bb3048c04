import { type RawBuilder, sql } from 'kysely'
import type { Person } from '../../../features/audit/ports.ts'
import { wordPattern } from '../audit/named-person.ts'
import type { Db } from '../database/storage.ts'
import { erasedValue, type PersonMatch } from './match-person.ts'

/** Rows that name a person, and what becomes of them: the assignments that empty them, or null to delete them. */
interface NamedRows {
  readonly table: string
  readonly where: RawBuilder<unknown>
  readonly set: RawBuilder<unknown> | null
}

const noOne = sql`false`
const dash = sql.lit(erasedValue)

const jobEnded = (id: RawBuilder<unknown>) =>
  sql`exists (select from jobs where jobs.id = ${id} and jobs.finished_at is not null)`

/** What the person did as a former member. */
function actedRows(address: string): readonly NamedRows[] {
  const of = (table: string, column: string, where = sql`true`): NamedRows => ({
    table,
    where: sql`lower(${sql.ref(column)}) = ${address} and ${where}`,
    set: sql`${sql.ref(column)} = ${dash}`,
  })
  return [
    of('approvals', 'requested_by'),
    of('approvals', 'decided_by'),
    of('approval_events', 'actor'),
    of('jobs', 'created_by', sql`finished_at is not null`),
    of('jobs', 'resolved_by'),
    of('job_items', 'dismissed_by', jobEnded(sql`job_id`)),
    of('plans', 'created_by', jobEnded(sql`job_id`)),
    of('uploads', 'created_by', sql`state not in ('reading', 'checking')`),
    of('erasures', 'requested_by', sql`finished_at is not null`),
    of('erasure_cases', 'opened_by', sql`closed_at is not null`),
    of('erasure_cases', 'closed_by', sql`closed_at is not null`),
    of('erasure_cases', 'held_by', sql`closed_at is not null`),
    of('guard_state', 'stopped_by'),
    of('break_glass', 'made_by'),
    of('roles', 'created_by'),
  ]
}

/** What others wrote about the person. */
function writtenRows(pattern: string): readonly NamedRows[] {
  const of = (table: string, column: string): NamedRows => ({
    table,
    where: sql`${sql.ref(column)} ~* ${pattern}`,
    set: sql`${sql.ref(column)} = ${dash}`,
  })
  return [
    of('approval_events', 'comment'),
    of('jobs', 'resolved_note'),
    of('guard_state', 'stop_reason'),
    {
      table: 'jobs',
      where: sql`finished_at is not null and reason ~* ${pattern}`,
      set: sql`reason = ${dash}, reason_message = null`,
    },
    {
      table: 'notice_deliveries',
      where: sql`notice::text ~* ${pattern}`,
      set: sql`notice = jsonb_set(notice, '{detail}', 'null') - array_remove(array[
        case when notice->>'actor' ~* ${pattern} then 'actor' end,
        case when notice->>'author' ~* ${pattern} then 'author' end], null)`,
    },
    {
      table: 'erasures',
      where: sql`concat_ws(' ', reason, reason_message) ~* ${pattern}`,
      set: sql`reason = ${dash}, reason_message = null`,
    },
    { table: 'plans', where: sql`name ~* ${pattern}`, set: sql`name = null` },
    { table: 'saved_views', where: sql`content::text ~* ${pattern}`, set: null },
    {
      table: 'unreadable_records',
      where: sql`(label ~* ${pattern} or reason ~* ${pattern} or excerpt ~* ${pattern})`,
      set: null,
    },
  ]
}

/** Plans and jobs whose title names the person as their one user. */
function titledRows(isAddressed: RawBuilder<unknown>, ids: readonly string[]): readonly NamedRows[] {
  const isNamed = sql`coalesce(${isAddressed} or exists (select from unnest(${[...ids]}::text[]) as id
    where position('"user": ' || to_json(id)::text in lower(title_message::jsonb::text)) > 0), false)`
  const set = sql`title = ${dash}, title_message = null`
  return [
    { table: 'jobs', where: sql`finished_at is not null and ${isNamed}`, set },
    { table: 'plans', where: sql`(job_id is null or ${jobEnded(sql`job_id`)}) and ${isNamed}`, set },
  ]
}

/** Rows besides the audit, erasures, cases, plans, jobs and files. */
export function otherRows(person: Person, { address, ids }: PersonMatch): readonly NamedRows[] {
  const listed = sql`lower(user_id) = any(${[...ids]}::text[])`
  const isFormerMember =
    address === null ? noOne : sql`not exists (select from members where lower(email) = ${address})`
  const acted = address === null ? [] : actedRows(address)
  return [
    ...acted.map((rows) => ({ ...rows, where: sql`${rows.where} and ${isFormerMember}` })),
    ...(address === null ? [] : writtenRows(wordPattern(person.value))),
    ...titledRows(address === null ? noOne : sql`title_message::text ~* ${wordPattern(person.value)}`, ids),
    {
      table: 'selections',
      where: sql`id in (select selection_id from selection_users where ${listed})
        and not exists (select from plans where source->>'selectionId' = selections.id and state = 'computing')`,
      set: null,
    },
    {
      table: 'destructive_sends',
      where: sql`${listed} and at < clock_timestamp() - interval '1 day'`,
      set: sql`user_id = null`,
    },
  ]
}

/** Closed cases of the person. */
export function closedCases(person: Person, match: PersonMatch): NamedRows {
  const pattern = match.address === null ? null : wordPattern(person.value)
  const names = (column: string) => (pattern === null ? noOne : sql`coalesce(${sql.ref(column)} ~* ${pattern}, false)`)
  const columns = ['reference', 'requester', 'closing_note', 'hold_reason']
  const emptied = columns.map((column) => {
    const left = column === 'reference' ? sql`id` : dash
    return sql`${sql.ref(column)} = case when ${names(column)} then ${left} else ${sql.ref(column)} end`
  })
  return {
    table: 'erasure_cases',
    where: sql`closed_at is not null and (${sql.join(columns.map(names), sql` or `)} or ${inPeople(match)})`,
    set: sql`${sql.join(emptied)}, people = (select coalesce(jsonb_agg(
      case when ${isOneOf(match)} then jsonb_set(one, '{value}', '"-"') else one end), '[]')
      from jsonb_array_elements(people) as one)`,
  }
}

/** Some channels name users as `sip:<address>`. */
const isOneOf = ({ address, ids }: PersonMatch) => sql`(lower(one->>'value') = any(${[...ids]}::text[])
  or lower(one->>'value') = ${address ?? ''} or starts_with(reverse(lower(one->>'value')), reverse(${`:${address ?? ' '}`})))`

const inPeople = (match: PersonMatch) =>
  sql`exists (select from jsonb_array_elements(people) as one where ${isOneOf(match)})`

export async function countRows(db: Db, { table, where }: NamedRows): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(table)} where ${where}`.execute(db)
  return rows[0]?.count ?? 0
}

export async function eraseRows(db: Db, { table, where, set }: NamedRows): Promise<void> {
  await (set === null
    ? sql`delete from ${sql.table(table)} where ${where}`
    : sql`update ${sql.table(table)} set ${set} where ${where}`
  ).execute(db)
}

/** What names the person and stays, because the law or running work needs it. */
export async function countRemaining(db: Db, match: PersonMatch) {
  const { rows } = await sql<{ directory: number; openCases: number }>`select
    (select count(*)::int from users where email_key = ${match.address ?? ''}
      or lower(id) = any(${[...match.ids]}::text[]) or lower(org_user_id) = any(${[...match.ids]}::text[])) as directory,
    (select count(*)::int from erasure_cases where closed_at is null and ${inPeople(match)}) as "openCases"`.execute(db)
  return rows[0] ?? { directory: 0, openCases: 0 }
}
