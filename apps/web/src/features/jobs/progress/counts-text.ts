import { plural, t } from '@lingui/core/macro'
import type { OutcomeCounts } from '@muster/core/outcome/outcome'
import { formatSeries } from '../../../lib/format.ts'
import type { SegmentKey } from './progress-segments.ts'

/** A count with its outcome: "38 changed". */
export function countWords(key: SegmentKey, count: number): string {
  const words: Readonly<Record<SegmentKey, string>> = {
    changed: plural(count, { one: '# changed', other: '# changed' }),
    unchanged: plural(count, { one: '# unchanged', other: '# unchanged' }),
    skipped: plural(count, { one: '# skipped', other: '# skipped' }),
    failed: plural(count, { one: '# failed', other: '# failed' }),
    not_attempted: plural(count, { one: '# not attempted', other: '# not attempted' }),
    unknown: plural(count, { one: '# unknown', other: '# unknown' }),
    in_doubt: plural(count, { one: '# in doubt', other: '# in doubt' }),
    pending: plural(count, { one: '# pending', other: '# pending' }),
  }
  return words[key]
}

const order = ['changed', 'unchanged', 'skipped', 'failed', 'not_attempted', 'unknown', 'pending'] as const

/** The counts of a job: "38 changed, 2 failed". Skips outcomes without users. */
export function countsWords(counts: OutcomeCounts): string {
  const present = order.filter((key) => counts[key] > 0).map((key) => countWords(key, counts[key]))
  return present.length === 0 ? t`no users` : formatSeries(present)
}
