import type { OutcomeCounts } from '@muster/core/outcome/outcome'
import { formatNumber } from '../../../lib/format.ts'

/** Counts in one line: "38 changed, 2 failed". Parts that hold nobody are left out. */
export function countsWords(counts: OutcomeCounts): string {
  const parts: readonly (readonly [number, string])[] = [
    [counts.changed, 'changed'],
    [counts.unchanged, 'unchanged'],
    [counts.skipped, 'skipped'],
    [counts.failed, 'failed'],
    [counts.not_attempted, 'not attempted'],
    [counts.unknown, 'unknown'],
    [counts.pending, 'pending'],
  ]
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${formatNumber(count)} ${word}`)
  return said.length === 0 ? 'nobody asked' : said.join(', ')
}
