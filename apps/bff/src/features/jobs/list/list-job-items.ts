import type { CauseCode } from '@muster/core/outcome/cause'
import type { Outcome } from '@muster/core/outcome/outcome'
import { ProblemError } from '../../../http/problem-error.ts'
import type { JobReader } from '../ports.ts'
import { getJob } from './get-job.ts'

/** A page of a job's items, in the plan's order. The cursor is the number of the last item shown. */
export async function listJobItems(
  deps: { reader: JobReader },
  input: {
    id: string
    outcome?: Outcome | 'pending' | undefined
    cause?: CauseCode | undefined
    about?: string | undefined
    q?: string | undefined
    cursor?: string | undefined
    limit: number
  },
) {
  await getJob(deps, input.id)
  const { cause, about, q, limit, outcome } = input
  const rows = await deps.reader.items(input.id, {
    outcomes: outcome === undefined ? undefined : [outcome],
    cause,
    about,
    q,
    afterSeq: input.cursor === undefined ? 0 : positionOf(input.cursor),
    limit: limit + 1,
  })
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? String(items.at(-1)?.seq ?? 0) : null }
}

function positionOf(cursor: string): number {
  const position = Number(cursor)
  if (Number.isSafeInteger(position) && position >= 0 && position < 2 ** 31) return position
  throw new ProblemError('invalid_request', 'The cursor is not one this list gave out. Start again without it.', {
    errors: [{ location: 'query.cursor', message: 'not a cursor of this list' }],
  })
}
