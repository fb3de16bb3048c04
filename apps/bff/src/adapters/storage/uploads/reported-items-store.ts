import type { Outcome } from '@muster/core/outcome/outcome'
import { referenceText } from '@muster/core/outcome/report-columns'
import type { PlanItem } from '@muster/core/plan/plan'
import { sql } from 'kysely'
import type { LimitedItems, ReportedItems } from '../../../features/uploads/reported-ports.ts'
import { readRowsAsJson } from '../database/read-rows-as-json.ts'
import { storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { withPlanItems } from '../jobs/jobs-plan-items.ts'
import { isOwn } from '../session/own-records.ts'

interface ItemRow {
  readonly jobId: string
  readonly seq: number
  readonly plan_id: string
  readonly outcome: Outcome | null
}

/** Finds items of jobs by the references in the rows of reports. */
export function createSqlReportedItems(db: Db): LimitedItems {
  return { ...itemsOf(db, null), within: (own) => itemsOf(db, own) }
}

type Own = Parameters<LimitedItems['within']>[0]

function itemsOf(db: Db, own: Own | null): ReportedItems {
  return {
    find: async (references) => {
      if (references.length === 0) return []
      const found = await readRowsAsJson(
        db,
        sql<ItemRow>`
          select j.id as "jobId", i.seq, j.plan_id, i.outcome
          from unnest(
              ${references.map(({ jobId }) => storableText(jobId))}::text[], ${references.map(({ seq }) => seq)}::int[]
            ) as requested (job_id, seq)
            join jobs j on j.id = requested.job_id
            join job_items i on i.job_id = j.id and i.seq = requested.seq
          where ${isOwn(own, 'j')}`,
      )
      const items = new Map<string, (typeof found)[number] & { readonly item: PlanItem }>()
      for (const rows of Map.groupBy(found, ({ jobId }) => jobId).values()) {
        for (const row of await withPlanItems(db, rows)) items.set(referenceText(row), row)
      }
      return references.map((reference) => {
        const row = items.get(referenceText(reference))
        if (row === undefined) return null
        const { blockers, change, identifier, row: fileRow, seq, user } = row.item
        const isDone = row.outcome === 'changed' || row.outcome === 'unchanged'
        const isMarkAmbiguous = blockers.some(({ details }) => details['issue'] === 'flag_ambiguous')
        return { row: fileRow ?? seq, identifier, userId: user?.id ?? null, change, isDone, isMarkAmbiguous }
      })
    },
  }
}
