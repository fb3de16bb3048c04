import { message } from '@muster/wording/message'
import { sql, type Transaction } from 'kysely'
import type { ControlResult, ControlTransition, JobController } from '../../../features/jobs/ports.ts'
import { appendAudit } from '../audit/audit-log.ts'
import { storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { reasonColumns, sentenceOf } from '../database/stored-sentence.ts'
import type { Tables } from '../database/tables.ts'
import { dismissFailures } from './jobs-dismiss.ts'
import { decideAll, decideItem } from './run/jobs-decide.ts'

/** Members' control of jobs, each action with its line in the audit. */
export function createSqlJobController(db: Db): JobController {
  return {
    control: (move) => db.transaction().execute((trx) => control(trx, move)),
    decide: (input) => db.transaction().execute((trx) => decideItem(trx, input)),
    decideAll: (input) => db.transaction().execute((trx) => decideAll(trx, input)),
    dismissFailures: (input) => db.transaction().execute((trx) => dismissFailures(trx, input)),
    resolve: (input) => db.transaction().execute((trx) => resolve(trx, input)),
    resumePaused: (input) => db.transaction().execute((trx) => resumePaused(trx, input)),
  }
}

async function resolve(
  trx: Transaction<Tables>,
  { jobId, actor, note, resolved, at }: Parameters<JobController['resolve']>[0],
): Promise<boolean | null> {
  const job = await trx
    .selectFrom('jobs')
    .select(['title', 'title_message', 'finished_at'])
    .where('id', '=', jobId)
    .forUpdate()
    .executeTakeFirst()
  if (job === undefined) return null
  if (job.finished_at === null) return false
  const resolution = resolved
    ? { resolved_at: new Date(at), resolved_by: actor, resolved_note: storableText(note) }
    : { resolved_at: null, resolved_by: null, resolved_note: null }
  await trx.updateTable('jobs').set(resolution).where('id', '=', jobId).execute()
  const facts = { actor, title: sentenceOf(job.title, job.title_message) }
  const code = resolved ? 'audit.resolved' : 'audit.unresolved'
  const sentence = note === '' ? message(code, facts) : message(`${code}_with_note`, { ...facts, note })
  const line = { action: 'report.resolved', actor, subject: null, sentence, outcome: null, jobId } as const
  await appendAudit(trx, [line], new Date(at))
  return true
}

/** Resumes all at once: of replicas that start together, one resumes each job. */
async function resumePaused(
  trx: Transaction<Tables>,
  { pausedFor, why, at }: Parameters<JobController['resumePaused']>[0],
): Promise<readonly { id: string; epoch: number }[]> {
  const jobs = await trx
    .updateTable('jobs')
    .set({ state: 'queued', ...reasonColumns(null), paused_for: null })
    .where('state', '=', 'paused')
    .where('paused_for', '=', pausedFor)
    .returning(['id', 'epoch', 'title', 'title_message'])
    .execute()
  const details = { action: 'job.resumed', actor: 'Muster', subject: null, outcome: null } as const
  const lines = jobs.map(({ id: jobId, title, title_message }) => ({
    ...details,
    sentence: message('audit.job_resumed_itself', { title: sentenceOf(title, title_message), why }),
    jobId,
  }))
  await appendAudit(trx, lines, new Date(at))
  return jobs.map(({ id, epoch }) => ({ id, epoch }))
}

const lockJob = (trx: Transaction<Tables>, jobId: string) =>
  trx
    .selectFrom('jobs')
    .select([
      'title',
      'title_message',
      'state',
      'epoch',
      sql<boolean>`coalesce(lease_until >= clock_timestamp(), false)`.as('leased'),
    ])
    .where('id', '=', jobId)
    .forUpdate()
    .executeTakeFirst()

async function control(trx: Transaction<Tables>, move: ControlTransition): Promise<ControlResult | null> {
  const job = await lockJob(trx, move.jobId)
  if (job === undefined) return null
  const { epoch, leased } = job
  const unmoved = { updated: false, state: job.state, epoch, leased, stopped: false }
  if (!move.from.includes(job.state)) return unmoved
  if (move.needsChanges) {
    const { stopped_at } = await trx.selectFrom('guard_state').select('stopped_at').executeTakeFirstOrThrow()
    if (stopped_at !== null) return { ...unmoved, stopped: true }
  }
  await trx
    .updateTable('jobs')
    .set({
      state: move.to,
      ...reasonColumns(move.reason),
      paused_for: null,
      waits_for: null,
      waits_until: null,
      ...(move.forgive ? { tried: 0, tried_failed: 0 } : {}),
    })
    .where('id', '=', move.jobId)
    .execute()
  const { action, actor, jobId } = move
  const sentence = move.sentence(sentenceOf(job.title, job.title_message))
  await appendAudit(trx, [{ action, actor, subject: null, sentence, outcome: null, jobId }], new Date(move.at))
  return { updated: true, state: move.to, epoch, leased, stopped: false }
}
