import type { FailureGroup } from '@muster/contracts/jobs'
import { formatNumber } from '../../../lib/format.ts'

type Standing = Pick<FailureGroup, 'count' | 'open' | 'dismissed' | 'skipped'>

/** How far a cause is resolved, in a few words: "open", "skipped", "3 open", "all asked again". */
export function causeStatus({ count, open, dismissed, skipped }: Standing): string {
  if (open === count) {
    if (skipped === 0) return 'open'
    return skipped === count ? 'skipped' : `open, ${formatNumber(skipped)} of them skipped`
  }
  if (open > 0) return `${formatNumber(open)} open`
  if (dismissed === 0) return 'all asked again'
  return dismissed === count ? 'all left out' : 'all asked again or left out'
}

/** Red is for open failures; users that the plan skipped can be fixed, but need not be. */
export function causeLook({ count, open, skipped }: Standing): 'resolved' | 'skipped' | 'open' {
  if (open === 0) return 'resolved'
  return skipped === count ? 'skipped' : 'open'
}
