import type { JobEntry } from '@muster/contracts/jobs'
import { subjectsInWords } from '@muster/core/wording/effect-label'
import { endedCount } from './progress-segments.ts'

export interface CancelFacts {
  /** What has happened and stays. */
  readonly done: readonly string[]
  /** What will not be attempted. */
  readonly left: readonly string[]
}

/** What cancelling this job means at this moment, for the dialog: done, and not attempted. */
export function cancelFacts(job: Pick<JobEntry, 'counts' | 'kinds'>): CancelFacts {
  const { counts } = job
  const users = (count: number) => subjectsInWords(count, job.kinds)
  const done: string[] = []
  if (counts.changed > 0) done.push(`${users(counts.changed)} changed. They stay changed.`)
  if (counts.unchanged > 0) done.push(`${users(counts.unchanged)} without a change. Nothing was sent.`)
  if (counts.skipped > 0) done.push(`${users(counts.skipped)} skipped. Nothing was sent; the report lists them.`)
  if (counts.failed > 0) done.push(`${users(counts.failed)} failed. They stay in the report.`)
  if (counts.unknown > 0)
    done.push(`${users(counts.unknown)} sent without an answer. Muster still looks at how they ended.`)
  if (endedCount(counts) === 0) done.push('Nobody has been settled yet.')
  const left =
    counts.pending === 0
      ? ['Nobody is left to attempt.']
      : [
          `Up to ${users(counts.pending)} will not be attempted.`,
          'A call to Kore.ai already under way is awaited and counts as it ends.',
        ]
  return { done, left }
}
