import type { FailureGroup } from '@muster/contracts/jobs'
import { formatNumber } from '../../lib/format.ts'

/** How far a cause is dealt with, in a few words: "open", "3 open", "all asked again". */
export function causeStanding({ count, open, leftOut }: Pick<FailureGroup, 'count' | 'open' | 'leftOut'>): string {
  if (open === count) return 'open'
  if (open > 0) return `${formatNumber(open)} open`
  if (leftOut === 0) return 'all asked again'
  return leftOut === count ? 'all left out' : 'all asked again or left out'
}
