import { type Account, accountSchema } from '@muster/contracts/hold'
import { outcomes } from '@muster/core/outcome/outcome'
import type { Message, Sentence } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import { sql, type Transaction } from 'kysely'
import { appendAudit } from '../audit/audit-log.ts'
import { removePlans } from '../plans/plans-sweep.ts'
import { accountText } from './own-account.ts'
import { writtenHere } from './store-state.ts'
import { sentenceOf, storedSentence } from './stored-sentence.ts'
import type { Tables } from './tables.ts'

type Trx = Transaction<Tables>

/** An account in a sentence. */
export function accountName({ host, clientId, environment, isBuiltIn }: Account): Message {
  if (isBuiltIn) return message('account.built_in')
  return message('account.named', { host, clientId, environment: message(`environment.${environment}`) })
}

export const parseAccount = (text: string): Account => accountSchema.parse(JSON.parse(text))

interface Leaving {
  readonly from: Account
  readonly to: Account
  /** The audit entry of the act. */
  readonly sentence: Sentence
  readonly actor: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/**
 * Ends what belongs to the account that the store was of, in one transaction: jobs end, drafts are withdrawn, and the
 * directory is emptied. The audit, ended jobs and files stay.
 */
export async function leaveAccount(trx: Trx, leaving: Leaving): Promise<void> {
  const { from, to, sentence, actor, at } = leaving
  await endJobs(trx, leaving)
  const { text, message: stored } = storedSentence(message('erasure.other_account', { account: accountName(from) }))
  await sql`update erasures set state = 'needs_decision', next_check_at = null, reason = ${text},
    reason_message = ${stored}::jsonb where next_check_at is not null`.execute(trx)
  // An edit that is still computed keeps its draft, so it goes first.
  await removePlans(trx, sql`select id from plans where job_id is null and state = 'computing'`)
  await removePlans(trx, sql`select id from plans where job_id is null`)
  await emptyDirectory(trx)
  await sql`update jobs set of_other_account = true where not of_other_account`.execute(trx)
  await sql`update store_state set account = ${accountText(to)}, other_account = null, held_since = null, held_for = null, ${writtenHere} where id = 1`.execute(
    trx,
  )
  const line = { action: 'account.changed', actor, subject: null, sentence, outcome: null, jobId: null } as const
  await appendAudit(trx, [line], new Date(at))
}

/** Unsent users are not attempted. Those in doubt stay unknown: the account that could tell is not connected any more. */
async function endJobs(trx: Trx, { from, to, at }: Leaving): Promise<void> {
  const ended = new Date(at)
  const accounts = { from: accountName(from), to: accountName(to) }
  const reason = storedSentence(message('job.other_account', accounts))
  await sql`update job_items i set to_verify = false, due_at = null, cause = 'not_verified'
    from jobs j where j.id = i.job_id and j.finished_at is null and i.to_verify`.execute(trx)
  await sql`with ended as (
      update job_items i set state = 'settled', claimed_epoch = null, due_at = null, ended_at = ${ended},
        outcome = case when i.state = 'pending' then 'not_attempted' else 'unknown' end,
        cause = case when i.state = 'pending' then 'cancelled' else 'no_response' end
      from jobs j where j.id = i.job_id and j.finished_at is null and i.state <> 'settled'
      returning i.job_id, i.outcome
    ), counted as (
      select job_id, count(*) filter (where outcome = 'not_attempted')::int as unsent,
        count(*) filter (where outcome = 'unknown')::int as lost from ended group by job_id
    ) update jobs j set not_attempted = j.not_attempted + c.unsent, unknown = j.unknown + c.lost
      from counted c where j.id = c.job_id`.execute(trx)
  const jobs = await trx
    .updateTable('jobs')
    .set({
      state: 'cancelled',
      finished_at: ended,
      reason: reason.text,
      reason_message: reason.message,
      paused_for: null,
      waits_for: null,
      waits_until: null,
      lease_until: null,
      // What a worker of the former account still writes is refused.
      epoch: sql`epoch + 1`,
    })
    .where('finished_at', 'is', null)
    .returning(['id', 'title', 'title_message', ...outcomes])
    .execute()
  const lines = jobs.map(({ id: jobId, title, title_message, ...counts }) => {
    const facts = { title: sentenceOf(title, title_message), counts: countsOf(counts), ...accounts }
    const sentence = message('audit.job_ended_with_account', facts)
    return { action: 'job.cancelled', actor: 'Muster', subject: null, sentence, outcome: null, jobId } as const
  })
  await appendAudit(trx, lines, ended)
}

const countsOf = (counts: Readonly<Record<(typeof outcomes)[number], number>>): readonly Message[] =>
  outcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => message(`count.${outcome}`, { count: counts[outcome] }))

/** The next sync starts over. Tags stay: processes remember their numbers. */
async function emptyDirectory(trx: Trx): Promise<void> {
  await sql`truncate users, gone_users, admin_losses, access_groups, access_roles, access_bots, unreadable_records,
    selections, selection_users`.execute(trx)
  await sql`update directory_state set state = 'empty', generation = generation + 1, step = null, cursor = null, done = 0,
    total = null, started_at = null, source = null, synced_at = null, reason = null, reason_message = null,
    groups_known = false, groups_reason = null, groups_reason_message = null,
    roles_known = false, roles_reason = null, roles_reason_message = null,
    bots_known = false, bots_reason = null, bots_reason_message = null`.execute(trx)
}
