import type { FailureGroup } from '@muster/contracts/jobs'
import type { CauseCode } from '@muster/core/outcome/cause'
import { causeFixes, isRetryable } from '@muster/core/outcome/cause-fixes'
import { causeMessages, causeText } from '@muster/wording/cause/cause-text'
import { english } from '@muster/wording/english'
import type { Own } from '../../../http/session/actor.ts'
import { getJob } from '../list/get-job.ts'
import { detailsEntry } from '../list/job-item-entry.ts'
import type { FailureCount, JobReader } from '../ports.ts'

/** The failed-user report: items that did not end as requested, by cause, with the whole chain of retries. */
export async function reportFailures(deps: { reader: JobReader }, id: string, own: Own | null) {
  const { reader } = deps
  const job = await getJob(deps, id)
  const [failures, examples, chain] = [
    await reader.failures(id),
    await reader.failureExamples(id),
    await reader.chain(id, own),
  ]
  const groups = [...Map.groupBy(failures, (one) => one.cause)].map(
    ([cause, counts]): FailureGroup => ({ ...groupOf(cause, counts), examples: examples.get(cause) ?? [] }),
  )
  return {
    job,
    groups: groups.toSorted(
      (a, b) => Number(isSkipped(a)) - Number(isSkipped(b)) || b.count - a.count || (a.code < b.code ? -1 : 1),
    ),
    chain: chain.map(({ id: jobId, title, titleMessage, createdAt: at, counts, undone, undoneBy }) => ({
      jobId,
      title,
      titleMessage,
      at,
      counts,
      undone,
      undoneBy,
    })),
    chainCounts: await reader.latestCounts(chain.map((one) => one.id)),
  }
}

const groupOf = (cause: CauseCode, counts: readonly FailureCount[]) => ({
  code: cause,
  ...causeText(english, cause),
  ...causeMessages(cause),
  retryable: isRetryable(cause),
  fixes: [...causeFixes[cause]],
  count: sum(counts, 'count'),
  skipped: sum(counts, 'skipped'),
  open: sum(counts, 'open'),
  dismissed: sum(counts, 'dismissed'),
  retriable: sum(counts, 'retriable'),
  undecided: sum(counts, 'undecided'),
  canResend: sum(counts, 'canResend'),
  details: counts.flatMap(openDetails),
})

/** No user of the group was sent: it comes after the groups that may need attention. */
const isSkipped = ({ count, skipped }: FailureGroup) => count === skipped

type Counted = 'count' | 'skipped' | 'open' | 'dismissed' | 'retriable' | 'undecided' | 'canResend'

const sum = (counts: readonly FailureCount[], which: Counted) => counts.reduce((total, one) => total + one[which], 0)

function openDetails({ key, details, count, open }: FailureCount): FailureGroup['details'] {
  return key === null ? [] : [{ ...detailsEntry(details, key), count, open }]
}
