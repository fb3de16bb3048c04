import { plural, t } from '@lingui/core/macro'
import type { OutcomeCounts } from '@muster/core/outcome/outcome'
import { formatSeries } from '../../../lib/format.ts'

/** The counts of a job: "38 changed, 2 failed". Skips outcomes without users. */
export function countsWords(counts: OutcomeCounts): string {
  const { changed, unchanged, skipped, failed, not_attempted: notAttempted, unknown, pending } = counts
  const parts: readonly (readonly [number, string])[] = [
    [changed, plural(changed, { one: '# changed', other: '# changed' })],
    [unchanged, plural(unchanged, { one: '# unchanged', other: '# unchanged' })],
    [skipped, plural(skipped, { one: '# skipped', other: '# skipped' })],
    [failed, plural(failed, { one: '# failed', other: '# failed' })],
    [notAttempted, plural(notAttempted, { one: '# not attempted', other: '# not attempted' })],
    [unknown, plural(unknown, { one: '# unknown', other: '# unknown' })],
    [pending, plural(pending, { one: '# pending', other: '# pending' })],
  ]
  const present = parts.filter(([count]) => count > 0).map(([, words]) => words)
  return present.length === 0 ? t`no users` : formatSeries(present)
}
