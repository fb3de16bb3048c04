import { plural, t } from '@lingui/core/macro'
import type { FailureGroup } from '@muster/contracts/jobs'

type CauseCounts = Pick<FailureGroup, 'count' | 'open' | 'dismissed' | 'skipped'>

/** How far a cause is resolved, as a label: "open", "skipped", "3 open", "all retried". */
export function causeStatus({ count, open, dismissed, skipped }: CauseCounts): string {
  if (open === count) {
    if (skipped === 0) return t`open`
    return skipped === count ? t`skipped` : plural(skipped, { one: 'open, # skipped', other: 'open, # skipped' })
  }
  if (open > 0) return plural(open, { one: '# open', other: '# open' })
  if (dismissed === 0) return t`all retried`
  return dismissed === count ? t`all dismissed` : t`all retried or dismissed`
}

/** Why a cause without open failures needs no fix, as a sentence. */
export function resolvedCauseWords({ count, dismissed }: Pick<FailureGroup, 'count' | 'dismissed'>): string {
  if (dismissed === 0) return t`All failures with this cause were retried.`
  return dismissed === count
    ? t`All failures with this cause were dismissed.`
    : t`All failures with this cause were retried or dismissed.`
}

/** Red is for open failures; users that the plan skipped can be fixed, but need not be. */
export function causeLook({ count, open, skipped }: CauseCounts): 'resolved' | 'skipped' | 'open' {
  if (open === 0) return 'resolved'
  return skipped === count ? 'skipped' : 'open'
}
