import type { Outcome } from '@muster/core/outcome/outcome'
import { referenceText } from '@muster/core/outcome/report-columns'
import type { PlanItem } from '@muster/core/plan/plan'
import { sql } from 'kysely'
import type { ReportedItems } from '../../../features/uploads/reported-ports.ts'
import { readRowsAsJson } from '../database/read-rows-as-json.ts'
import { storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'

interface ItemRow {
  readonly jobId: string
  readonly seq: number
  readonly item: PlanItem
  readonly outcome: Outcome | null
}

/** Finds items of jobs by the references in the rows of reports. */
export function createSqlReportedItems(db: Db): ReportedItems {
  return {
    find: async (references) => {
      if (references.length === 0) return []
      const found = await readRowsAsJson(
        db,
        sql<ItemRow>`
          select j.id as "jobId", i.seq, p.item, i.outcome
          from unnest(
              ${references.map(({ jobId }) => storableText(jobId))}::text[], ${references.map(({ seq }) => seq)}::int[]
            ) as requested (job_id, seq)
            join jobs j on j.id = requested.job_id
            join job_items i on i.job_id = j.id and i.seq = requested.seq
            join plan_items p on p.plan_id = j.plan_id and p.seq = i.seq`,
      )
      const items = new Map(found.map((row) => [referenceText(row), row]))
      return references.map((reference) => {
        const row = items.get(referenceText(reference))
        if (row === undefined) return null
        const { change, identifier, row: fileRow, seq, user } = row.item
        const isDone = row.outcome === 'changed' || row.outcome === 'unchanged'
        return { row: fileRow ?? seq, identifier, userId: user?.id ?? null, change, isDone }
      })
    },
  }
}
