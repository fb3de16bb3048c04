import { type Kysely, sql } from 'kysely'
import type { Person, PersonErasure, PersonFound, PersonStore, RemainingCount } from '../../../features/audit/ports.ts'
import { appendAudit } from '../audit/audit-log.ts'
import { chainedOf } from '../audit/audit-rows.ts'
import { erasureAction, erasureMessage } from '../audit/erasure-record.ts'
import { findNamed, isMember, type Named } from '../audit/named-person.ts'
import { inTransaction } from '../database/in-transaction.ts'
import type { Db } from '../database/storage.ts'
import type { Tables } from '../database/tables.ts'
import { removePlans } from '../plans/plans-sweep.ts'
import { emptyItems, emptyJobItems, emptyResponses } from './empty-items.ts'
import { type FoundContent, findContent } from './find-content.ts'
import { matchPerson, type PersonMatch } from './match-person.ts'
import { closedCases, countRemaining, countRows, eraseRows, otherRows } from './named-rows.ts'

/** Erases people from everything that Muster stores. `onFileRemoved` drops what a process remembers of a file. */
export function createSqlPersonStore(db: Db, onFileRemoved: (uploadId: string) => void): PersonStore {
  return {
    isMember: (person) => isMember(db, person),
    named: async (person, signal) => {
      const search = await searchFor(db, person, signal)
      return (await readFound(db, person, { ...search, isLocking: false })).shown
    },
    erase: async (erasure, signal) => {
      // Content is opened before the transaction, because it takes long; its places are judged again in it.
      const search = await searchFor(db, erasure.person, signal)
      const erased = await inTransaction(db, (trx) => erase(trx, erasure, search))
      for (const id of erased?.files ?? []) onFileRemoved(id)
      return erased?.shown ?? null
    },
  }
}

interface Search {
  readonly match: PersonMatch
  readonly content: FoundContent
}

/** Searches all content. An ID that only a plan has beside the address leads to a second search. */
async function searchFor(db: Db, person: Person, signal: AbortSignal): Promise<Search> {
  const match = matchPerson(person, await knownIds(db, person))
  const content = await findContent(db, match, signal)
  if (content.ids.every((id) => match.ids.includes(id.toLowerCase()))) return { match, content }
  const wider = matchPerson(person, [...match.ids, ...content.ids])
  return { match: wider, content: await findContent(db, wider, signal) }
}

/** IDs that belong to an address, in the directory, the audit and erasures. */
async function knownIds(db: Db, { by, value }: Person): Promise<readonly string[]> {
  if (by === 'id') return []
  const { rows } = await sql<{ id: string }>`
    select id from users where email_key = lower(${value})
    union select subject_user_id from audit_entries
      where subject_user_id is not null and lower(subject_label) = lower(${value})
    union select user_id from erasure_people where user_id is not null and lower(identifier->>'value') = lower(${value})`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}

interface Found {
  readonly named: Named
  readonly state: ContentState
  readonly shown: PersonFound
}

async function readFound(db: Db, person: Person, search: Search & { readonly isLocking: boolean }): Promise<Found> {
  const { match, content, isLocking } = search
  const state = await readContentState(db, content, isLocking)
  const named = await findNamed(db, person)
  let others = 0
  for (const rows of otherRows(person, match)) others += await countRows(db, rows)
  const requests = await countRequests(db, person)
  const count = {
    entries: positionsOf(named).length,
    requests: requests.ended,
    cases: await countRows(db, closedCases(person, match)),
    plans: state.unapplied.length,
    jobs: state.ended.length,
    files: state.files.length,
    others: others + (await countResponses(db, content)),
  }
  const { directory, openCases } = await countRemaining(db, match)
  const remaining: RemainingCount = { directory, openCases, openErasures: requests.open, running: state.running }
  return { named, state, shown: { count, remaining, unsearched: await countUnsearched(db, state) } }
}

/** Files that stay and have bytes without rows: other sheets, lines above the heading, or all of a file that was refused. */
async function countUnsearched(db: Db, { files }: ContentState): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from uploads
    where (state in ('reading', 'checking', 'refused') or detected->>'format' = 'xlsx'
        or (detected->>'headerRow')::int > 1)
      and exists (select from upload_chunks where upload_id = uploads.id)
      and id <> all(${[...files]}::text[])`.execute(db)
  return rows[0]?.count ?? 0
}

async function countRequests(db: Db, person: Person) {
  const { rows } = await sql<{ ended: number; open: number }>`
    select (count(*) filter (where finished_at is not null))::int as ended,
      (count(*) filter (where finished_at is null))::int as open
    from erasure_people join erasures on erasures.id = erasure_id where ${isPerson(person)}`.execute(db)
  return rows[0] ?? { ended: 0, open: 0 }
}

/** Responses of jobs that have ended. */
async function countResponses(db: Db, { responses }: FoundContent): Promise<number> {
  if (responses.length === 0) return 0
  const jobs = await sql<{ id: string }>`select id from jobs
    where finished_at is not null and id = any(${responses.map(({ jobId }) => jobId)}::text[])`.execute(db)
  const ended = new Set(jobs.rows.map(({ id }) => id))
  return responses.filter(({ jobId }) => ended.has(jobId)).length
}

const positionsOf = ({ subjects, actors }: Named) => [...new Set([...subjects, ...actors])].toSorted((a, b) => a - b)

const kinds = ['entries', 'requests', 'cases', 'plans', 'jobs', 'files', 'others'] as const

/** Erases a person, if exactly as much names them as was confirmed. */
async function erase(trx: Db, { person, confirmed, actor, at }: PersonErasure, search: Search) {
  const { named, state, shown } = await readFound(trx, person, { ...search, isLocking: true })
  const { count } = shown
  if (kinds.some((kind) => count[kind] !== confirmed[kind])) return null
  await eraseContent(trx, state, search)
  for (const rows of [closedCases(person, search.match), ...otherRows(person, search.match)]) await eraseRows(trx, rows)
  await sql`update erasure_people set label = '-', user_id = null, kore_status = null,
      identifier = jsonb_set(identifier, '{value}', '"-"')
    where ${isPerson(person)} and erasure_id in (select id from erasures where finished_at is not null)`.execute(trx)
  const older = await eraseEntries(trx, named)
  const sentence = erasureMessage(count, positionsOf(named), older)
  await appendAudit(trx, [{ action: erasureAction, actor, sentence, outcome: 'erased' }], new Date(at))
  return { shown, files: state.files }
}

async function eraseContent(trx: Db, state: ContentState, { match, content }: Search): Promise<void> {
  if (state.unapplied.length > 0) await removePlans(trx, sql`select unnest(${[...state.unapplied]}::text[])`)
  for (const { planId, jobId } of state.ended) {
    const seqs = await emptyItems(trx, { planId, blocks: content.plans.get(planId) ?? [] }, match)
    await emptyJobItems(trx, jobId, seqs)
  }
  await emptyResponses(trx, content.responses)
  const files = sql`any(${[...state.files]}::text[])`
  await sql`delete from upload_chunks where upload_id = ${files}`.execute(trx)
  await sql`delete from uploads where id = ${files}`.execute(trx)
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

/** Some channels name users as `sip:<address>`. An open request still needs its identifier. */
const isPerson = ({ value }: Person) => sql<boolean>`
  (lower(label) = lower(${value}) or lower(user_id) = lower(${value}) or lower(identifier->>'value') = lower(${value})
    or starts_with(reverse(lower(identifier->>'value')), reverse(lower(${`:${value}`}))))`

/** What becomes of content that names a person, by the state of the work on it. */
interface ContentState {
  /** Plans that were not applied: they are deleted. */
  readonly unapplied: readonly string[]
  /** Applied plans whose job has ended: their items of the person are emptied. */
  readonly ended: readonly { readonly planId: string; readonly jobId: string }[]
  /** Files without running work: they are deleted. */
  readonly files: readonly string[]
  /** Plans, jobs and files that Muster works on: they stay. */
  readonly running: number
}

/** Reads the states. In a transaction that erases, the rows stay locked. */
async function readContentState(db: Db, found: FoundContent, isLocking: boolean): Promise<ContentState> {
  const lock = (table: string) => (isLocking ? sql`for update of ${sql.ref(table)}` : sql``)
  const plans = await sql<{ id: string; jobId: string | null; isRunning: boolean }>`
    select plans.id, plans.job_id as "jobId",
      plans.state = 'computing' or (jobs.id is not null and jobs.finished_at is null) as "isRunning"
    from plans left join jobs on jobs.id = plans.job_id
    where plans.id = any(${[...found.plans.keys()]}::text[]) order by plans.id ${lock('plans')}`.execute(db)
  const files = await sql<{ id: string; isRunning: boolean }>`
    select uploads.id, uploads.state in ('reading', 'checking') or uploads.rechecking
      or coalesce(plans.state = 'computing', false) or (jobs.id is not null and jobs.finished_at is null) as "isRunning"
    from uploads left join plans on plans.id = uploads.plan_id left join jobs on jobs.id = plans.job_id
    where uploads.id = any(${[...found.uploads]}::text[]) order by uploads.id ${lock('uploads')}`.execute(db)
  const idle = plans.rows.filter(({ isRunning }) => !isRunning)
  return {
    unapplied: idle.filter(({ jobId }) => jobId === null).map(({ id }) => id),
    ended: idle.flatMap(({ id, jobId }) => (jobId === null ? [] : [{ planId: id, jobId }])),
    files: files.rows.filter(({ isRunning }) => !isRunning).map(({ id }) => id),
    running: [...plans.rows, ...files.rows].filter(({ isRunning }) => isRunning).length,
  }
}
