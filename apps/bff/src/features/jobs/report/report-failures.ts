import type { FailureGroup } from '@muster/contracts/jobs'
import { aboutThing } from '@muster/core/wording/about-thing'
import { causeTexts } from '@muster/core/wording/cause-text'
import { getJob } from '../list/get-job.ts'
import type { FailureCount, JobReader } from '../ports.ts'

/** The failed-user report: what did not end as requested, by cause, with the chain of retries as one story. */
export async function reportFailures(deps: { reader: JobReader }, id: string) {
  const { reader } = deps
  const job = await getJob(deps, id)
  const [failures, examples, chain] = [
    await reader.failures(id),
    await reader.failureExamples(id),
    await reader.chain(id),
  ]
  const groups = [...Map.groupBy(failures, (one) => one.cause)].map(([cause, counts]): FailureGroup => {
    const { fixes, ...text } = causeTexts[cause]
    return {
      code: cause,
      ...text,
      fixes: [...fixes],
      count: sum(counts, 'count'),
      skipped: sum(counts, 'skipped'),
      open: sum(counts, 'open'),
      leftOut: sum(counts, 'leftOut'),
      askable: sum(counts, 'askable'),
      undecided: sum(counts, 'undecided'),
      resendable: sum(counts, 'resendable'),
      about: counts.flatMap(aboutEntry),
      examples: examples.get(cause) ?? [],
    }
  })
  return {
    job,
    groups: groups.toSorted(
      (a, b) => Number(isSkipped(a)) - Number(isSkipped(b)) || b.count - a.count || (a.code < b.code ? -1 : 1),
    ),
    chain: chain.map(({ id: jobId, title, createdAt: at, counts, undone, undoneBy }) => ({
      jobId,
      title,
      at,
      counts,
      undone,
      undoneBy,
    })),
    chainCounts: await reader.latestCounts(chain.map((one) => one.id)),
  }
}

/** Nobody of the group was sent: it comes after the groups that may need a person. */
const isSkipped = ({ count, skipped }: FailureGroup) => count === skipped

type Counted = 'count' | 'skipped' | 'open' | 'leftOut' | 'askable' | 'undecided' | 'resendable'

const sum = (counts: readonly FailureCount[], which: Counted) => counts.reduce((total, one) => total + one[which], 0)

function aboutEntry({ key, about, count, open }: FailureCount): FailureGroup['about'] {
  return key === null ? [] : [{ key, ...aboutThing(about, key), count, open }]
}
