import type { CauseCode } from '@muster/core/outcome/cause'
import type { Outcome } from '@muster/core/outcome/outcome'
import { numberOf, pageOf } from '../../../http/request/cursor.ts'
import type { JobReader } from '../ports.ts'
import { getJob } from './get-job.ts'
import { jobItemEntry } from './job-item-entry.ts'

/** A page of a job's items, in the plan's order. The cursor is the number of the last item shown. */
export async function listJobItems(
  deps: { reader: JobReader },
  input: {
    id: string
    outcome?: Outcome | 'pending' | undefined
    only?: 'open' | undefined
    cause?: CauseCode | undefined
    details?: string | undefined
    q?: string | undefined
    cursor?: string | undefined
    limit: number
  },
) {
  await getJob(deps, input.id)
  const { cause, details, q, limit, only, outcome } = input
  const rows = await deps.reader.items(input.id, {
    only,
    outcomes: outcome === undefined ? undefined : [outcome],
    cause,
    details,
    q,
    afterSeq: numberOf(input.cursor),
    limit: limit + 1,
  })
  const page = pageOf(rows, limit, ({ seq }) => String(seq))
  return { ...page, items: page.items.map(jobItemEntry) }
}
