import { message } from '@muster/wording/message'
import type { Transaction } from 'kysely'
import type { StopSwitch } from '../../../features/guards/ports.ts'
import { appendAudit } from '../audit/audit-log.ts'
import { storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { reasonColumns } from '../database/stored-sentence.ts'
import type { Tables } from '../database/tables.ts'

const line = { subject: null, outcome: null, jobId: null } as const

/** The stop switch in SQL. */
export function createSqlStopSwitch(db: Db): StopSwitch {
  return {
    read: async () => {
      const row = await db.selectFrom('guard_state').selectAll().executeTakeFirstOrThrow()
      if (row.stopped_at === null) return null
      return { at: row.stopped_at.getTime(), by: row.stopped_by ?? '', reason: row.stop_reason ?? '' }
    },
    stop: async ({ at, by, reason }) => {
      const stopped = await db.transaction().execute((trx) => stop(trx, { at, by, reason }))
      // Last: a call that is leaving locks its job and then waits for the switch, never the other way around.
      const jobs = await db
        .updateTable('jobs')
        .set({ state: 'pausing', ...reasonColumns(message('job.stopped_by', { member: by })), paused_for: 'resume' })
        .where('state', 'in', ['running', 'waiting'])
        .returning('id')
        .execute()
      return { stopped, jobs: jobs.map(({ id }) => id) }
    },
    resume: ({ at, by }) =>
      db.transaction().execute(async (trx) => {
        const moved = await trx
          .updateTable('guard_state')
          .set({ stopped_at: null, stopped_by: null, stop_reason: null })
          .where('stopped_at', 'is not', null)
          .executeTakeFirst()
        if (moved.numUpdatedRows === 0n) return false
        const sentence = message('audit.resumed', { actor: by })
        await appendAudit(trx, [{ ...line, action: 'changes.resumed', actor: by, sentence }], new Date(at))
        return true
      }),
  }
}

async function stop(trx: Transaction<Tables>, { at, by, reason }: Parameters<StopSwitch['stop']>[0]): Promise<boolean> {
  const moved = await trx
    .updateTable('guard_state')
    .set({ stopped_at: new Date(at), stopped_by: by, stop_reason: storableText(reason) })
    .where('stopped_at', 'is', null)
    .executeTakeFirst()
  if (moved.numUpdatedRows === 0n) return false
  const sentence =
    reason === '' ? message('audit.stopped', { actor: by }) : message('audit.stopped_because', { actor: by, reason })
  await appendAudit(trx, [{ ...line, action: 'changes.stopped', actor: by, sentence }], new Date(at))
  return true
}
