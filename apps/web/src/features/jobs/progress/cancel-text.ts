import { plural, t } from '@lingui/core/macro'
import type { JobEntry } from '@muster/contracts/jobs'
import { isErasureOnly } from '../../../lib/subject-text.ts'
import { endedCount } from './progress-segments.ts'

export interface CancelFacts {
  /** What happened and remains. */
  readonly done: readonly string[]
  /** What will not be attempted. */
  readonly left: readonly string[]
}

/** What a cancellation means now: what is done, and what will not be attempted. */
export function cancelFacts({ counts, kinds }: Pick<JobEntry, 'counts' | 'kinds'>): CancelFacts {
  const facts = isErasureOnly(kinds) ? peopleFacts : userFacts
  const done = (['changed', 'unchanged', 'skipped', 'failed', 'unknown'] as const)
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => facts[outcome](counts[outcome]))
  return {
    done: endedCount(counts) === 0 ? [t`No change has been processed yet.`] : done,
    left:
      counts.pending === 0
        ? [t`No change is left to attempt.`]
        : [
            facts.pending(counts.pending),
            t`Muster waits for calls to Kore.ai that are in progress and records their outcomes.`,
          ],
  }
}

const userFacts = {
  changed: (count: number) =>
    plural(count, {
      one: '# user changed. The change remains.',
      other: '# users changed. The changes remain.',
    }),
  unchanged: (count: number) =>
    plural(count, {
      one: '# user needed no change. Nothing was sent.',
      other: '# users needed no change. Nothing was sent.',
    }),
  skipped: (count: number) =>
    plural(count, {
      one: '# user was skipped. Nothing was sent; the report lists the user.',
      other: '# users were skipped. Nothing was sent; the report lists them.',
    }),
  failed: (count: number) =>
    plural(count, {
      one: '# user failed. The report lists the user.',
      other: '# users failed. The report lists them.',
    }),
  unknown: (count: number) =>
    plural(count, {
      one: '# user was sent without a response. Muster still checks the outcome.',
      other: '# users were sent without a response. Muster still checks the outcomes.',
    }),
  pending: (count: number) =>
    plural(count, {
      one: 'Up to # user will not be attempted.',
      other: 'Up to # users will not be attempted.',
    }),
}

const peopleFacts = {
  changed: (count: number) =>
    plural(count, {
      one: 'The erasure of # person was queued. The request remains.',
      other: 'The erasures of # people were queued. The requests remain.',
    }),
  unchanged: (count: number) =>
    plural(count, {
      one: '# person needed no erasure. Nothing was sent.',
      other: '# people needed no erasure. Nothing was sent.',
    }),
  skipped: (count: number) =>
    plural(count, {
      one: '# person was skipped. Nothing was sent; the report lists the person.',
      other: '# people were skipped. Nothing was sent; the report lists them.',
    }),
  failed: (count: number) =>
    plural(count, {
      one: '# person failed. The report lists the person.',
      other: '# people failed. The report lists them.',
    }),
  unknown: (count: number) =>
    plural(count, {
      one: 'The erasure of # person was sent without a response. The report asks for a decision.',
      other: 'The erasures of # people were sent without a response. The report asks for decisions.',
    }),
  pending: (count: number) =>
    plural(count, {
      one: 'Up to # person will not be attempted.',
      other: 'Up to # people will not be attempted.',
    }),
}
