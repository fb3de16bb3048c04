import type { FailureGroup } from '@muster/contracts/jobs'
import { aboutThing } from '@muster/core/about-thing'
import { causeTexts } from '@muster/core/cause-text'
import { getJob } from './get-job.ts'
import type { FailureCount, JobReader } from './read-ports.ts'

/** The failed-user report: what did not end well, by cause, with the chain of retries as one story. */
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
    groups: groups.toSorted((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1)),
    chain: chain.map(({ id: jobId, title, createdAt: at, counts, undoneBy }) => ({
      jobId,
      title,
      at,
      counts,
      undoneBy,
    })),
    chainCounts: await reader.latestCounts(chain.map((one) => one.id)),
  }
}

type Counted = 'count' | 'open' | 'leftOut' | 'askable' | 'undecided' | 'resendable'

const sum = (counts: readonly FailureCount[], which: Counted) => counts.reduce((total, one) => total + one[which], 0)

function aboutEntry({ key, about, count, open }: FailureCount): FailureGroup['about'] {
  return key === null ? [] : [{ key, ...aboutThing(about, key), count, open }]
}
