import type { CaseDetails, CaseEntry } from '@muster/contracts/cases'
import type { Identifier } from '@muster/core/account/user'
import type { AuditLine } from '@muster/core/audit/audit-line'
import { message } from '@muster/wording/message'
import { type RawBuilder, type Selectable, sql, type Transaction, type UpdateObject } from 'kysely'
import type { CaseAct, CaseFilter, CaseStore, StoredCase } from '../../../features/erasures/case-ports.ts'
import { appendAudit } from '../audit/audit-log.ts'
import { inTransaction } from '../database/in-transaction.ts'
import { storableJson, storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { storedSentence } from '../database/stored-sentence.ts'
import type { Tables } from '../database/tables.ts'

type Row = Selectable<Tables['erasure_cases']> & {
  job_id: string | null
  is_running: boolean
  erased: Identifier[]
  erasures: CaseEntry['erasures']
}

const erasuresOf = sql`erasures e join jobs k on k.id = e.job_id where k.plan_id = any(c.plan_ids)`
const erasedOf = sql`erasure_people p join erasures e on e.id = p.erasure_id join jobs k on k.id = e.job_id
  where k.plan_id = any(c.plan_ids) and p.state = 'erased'`

/** An erasure of an earlier plan may have been sent again, so any plan of the case counts. */
const unfinished = (cases: string) => sql<boolean>`exists (
  select from jobs k where k.plan_id = any(${sql.ref(`${cases}.plan_ids`)}) and k.finished_at is null)`

const columns = sql`c.*, j.id as job_id, ${unfinished('c')} as is_running,
    (select coalesce(json_agg(json_build_object('id', e.id, 'requestId', e.request_id, 'state', e.state) order by e.id), '[]'::json)
      from ${erasuresOf}) as erasures,
    (select coalesce(json_agg(p.identifier), '[]'::json) from ${erasedOf}) as erased
  from erasure_cases c left join jobs j on j.plan_id = c.plan_id`

/** Nothing is left to do: all people are erased. */
const isErased = sql`((select count(distinct p.identifier) from ${erasedOf}) >= jsonb_array_length(c.people))`

function conditionsOf({ show, q, now, dueSoonMs }: CaseFilter): readonly RawBuilder<unknown>[] {
  const words = storableText((q ?? '').trim().toLowerCase())
  const like = `%${words.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  const shown = {
    open: sql`c.closed_at is null`,
    due_soon: sql`c.closed_at is null and c.due_at < ${new Date(now + dueSoonMs)} and not ${isErased}`,
    overdue: sql`c.closed_at is null and c.due_at < ${new Date(now)} and not ${isErased}`,
    held: sql`c.closed_at is null and c.held_at is not null`,
    closed: sql`c.closed_at is not null`,
  }[show]
  const found = sql`(lower(c.reference) like ${like} or lower(c.requester) like ${like} or lower(c.people::text) like ${like})`
  return words === '' ? [shown] : [shown, found]
}

export function createSqlCaseStore(db: Db): CaseStore {
  const acts = actsOn(db)
  return {
    ...acts,
    open: (made, audit) => db.transaction().execute((trx) => openCase(trx, made, audit)),
    list: async (filter, { after, limit }) => {
      const behind = after === null ? [] : [sql`(c.due_at, c.id) > (${new Date(after.dueAt)}, ${after.id})`]
      const where = sql.join([...conditionsOf(filter), ...behind], sql` and `)
      const { rows } = await sql<Row>`select ${columns} where ${where} order by c.due_at, c.id limit ${limit}`.execute(
        db,
      )
      return rows.map(caseOf)
    },
    get: async (id) => {
      const { rows } = await sql<Row>`select ${columns} where c.id = ${storableText(id)}`.execute(db)
      return rows[0] === undefined ? null : caseOf(rows[0])
    },
    checks: async (people) => Promise.all(people.map((identifier) => checkOf(db, identifier))),
    voidPlan: (planId) => voidPlans(db, [planId]),
    noteDueSoon: (before, at) => noteDueSoon(db, before, at),
  }
}

async function openCase(trx: Transaction<Tables>, ...[made, audit]: Parameters<CaseStore['open']>): Promise<boolean> {
  const { id, reference, requester, people, receivedAt, dueAt, openedBy, at } = made
  const inserted = await trx
    .insertInto('erasure_cases')
    .values({
      id,
      reference: storableText(reference),
      requester: storableText(requester),
      people: storableJson(people),
      received_at: new Date(receivedAt),
      due_at: new Date(dueAt),
      opened_by: openedBy,
      opened_at: new Date(at),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted === undefined) return false
  await appendAudit(trx, [audit], new Date(at))
  return true
}

/** Records in the audit which open cases are due before a time, each once. */
function noteDueSoon(db: Db, before: number, at: number): Promise<void> {
  return inTransaction(db, async (trx) => {
    const { rows } = await sql<{
      reference: string
      due_at: Date
    }>`update erasure_cases c set due_noted_at = ${new Date(at)}
      where c.closed_at is null and c.due_noted_at is null and c.due_at < ${new Date(before)} and not ${isErased}
      returning c.reference, c.due_at`.execute(trx)
    const lines = rows.map(({ reference, due_at }): AuditLine => {
      const sentence = message('audit.case_due_soon', { reference, until: due_at.toISOString().slice(0, 10) })
      return { action: 'case.due_soon', actor: 'Muster', sentence }
    })
    if (lines.length > 0) await appendAudit(trx, lines, new Date(at))
  })
}

type Changes = UpdateObject<Tables, 'erasure_cases'>

function actsOn(db: Db): Pick<CaseStore, 'hold' | 'release' | 'tie' | 'tieRemoval' | 'close'> {
  const act = (id: string, matches: RawBuilder<boolean>, changes: Changes, given: CaseAct & { keepsPlans?: true }) =>
    db.transaction().execute((trx) => changeCase(trx, id, { matches, changes, ...given }))
  const notRunning = sql<boolean>`not ${unfinished('erasure_cases')}`
  const withPlan = (planId: string) => sql<readonly string[]>`array_append(plan_ids, ${planId})`
  return {
    hold: (id, reason, given) =>
      act(
        id,
        sql`held_at is null and ${notRunning}`,
        { held_at: new Date(given.at), held_by: given.actor, hold_reason: storableText(reason), plan_id: null },
        given,
      ),
    release: (id, given) =>
      act(
        id,
        sql`held_at is not null`,
        { held_at: null, held_by: null, hold_reason: null },
        { ...given, keepsPlans: true },
      ),
    tie: (id, planId, given) =>
      act(id, sql`held_at is null and ${notRunning}`, { plan_id: planId, plan_ids: withPlan(planId) }, given),
    tieRemoval: (id, planId, given) =>
      act(id, sql`held_at is null and ${notRunning}`, { plan_ids: withPlan(planId) }, { ...given, keepsPlans: true }),
    close: (id, note, given) =>
      act(
        id,
        sql`true`,
        { closed_at: new Date(given.at), closed_by: given.actor, closing_note: storableText(note) },
        given,
      ),
  }
}

interface CaseChange extends CaseAct {
  readonly matches: RawBuilder<boolean>
  readonly changes: Changes
  readonly keepsPlans?: true
}

/**
 * Changes an unclosed case that still matches, and voids its unapplied plans if it gets another, a hold or its end. An
 * application locks the case as well, so its job is visible here.
 */
async function changeCase(
  trx: Transaction<Tables>,
  id: string,
  { matches, changes, keepsPlans, at, audit }: CaseChange,
): Promise<boolean> {
  const unclosed = trx
    .selectFrom('erasure_cases')
    .select('plan_ids')
    .where('id', '=', storableText(id))
    .where('closed_at', 'is', null)
  const found = await unclosed.forUpdate().executeTakeFirst()
  if (found === undefined) return false
  if ((await unclosed.where(matches).executeTakeFirst()) === undefined) return false
  if (keepsPlans !== true) await voidPlans(trx, found.plan_ids)
  await trx.updateTable('erasure_cases').set(changes).where('id', '=', id).execute()
  await appendAudit(trx, [audit], new Date(at))
  return true
}

/** Plans that were not applied become ones that cannot be. */
async function voidPlans(db: Db | Transaction<Tables>, planIds: readonly string[]): Promise<void> {
  const { text, message: stored } = storedSentence(message('problem.plan_of_case'))
  await db
    .updateTable('plans')
    .set({ state: 'failed', problem: text, problem_message: stored })
    .where(sql<boolean>`id = any(${planIds}::text[])`)
    .where('state', 'in', ['computing', 'ready'])
    .execute()
}

const columnOf = { email: 'email_key', userId: 'id', orgUserId: 'org_user_id' } as const

async function checkOf(db: Db, identifier: Identifier): Promise<CaseDetails['checks'][number]> {
  if (identifier.by === 'channelUserId') return { identifier, user: null, ownedBots: 0 }
  const value = identifier.by === 'email' ? identifier.value.toLowerCase() : identifier.value
  const user = await db
    .selectFrom('users')
    .select(['id', 'email', 'first_name', 'last_name'])
    .select((eb) =>
      eb
        .selectFrom('access_bots')
        .select(sql<number>`count(*)::int`.as('n'))
        .whereRef('created_by', '=', 'users.id')
        .as('bots'),
    )
    .where(columnOf[identifier.by], '=', storableText(value))
    .executeTakeFirst()
  if (user === undefined) return { identifier, user: null, ownedBots: 0 }
  const name = [user.first_name, user.last_name].filter((part) => part !== '').join(' ')
  return {
    identifier,
    user: { id: user.id, name: name === '' ? user.email : name, email: user.email },
    ownedBots: user.bots ?? 0,
  }
}

function caseOf(row: Row): StoredCase {
  const { held_by: heldBy, held_at: heldAt, closed_by: closedBy, closed_at: closedAt } = row
  return {
    id: row.id,
    reference: row.reference,
    requester: row.requester,
    people: [...row.people],
    receivedAt: row.received_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    hold: heldAt === null ? null : { by: heldBy ?? '', at: heldAt.toISOString(), reason: row.hold_reason ?? '' },
    planId: row.plan_id,
    jobId: row.job_id,
    isRunning: row.is_running,
    erasedPeople: row.erased,
    erasures: row.erasures,
    closed: closedAt === null ? null : { by: closedBy ?? '', at: closedAt.toISOString(), note: row.closing_note ?? '' },
    openedBy: row.opened_by,
    openedAt: row.opened_at.toISOString(),
  }
}
