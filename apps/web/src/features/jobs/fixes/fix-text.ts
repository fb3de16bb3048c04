import { plural } from '@lingui/core/macro'
import type { JobEntry } from '@muster/contracts/jobs'
import { formatNumber } from '../../../lib/format.ts'
import { isErasureOnly } from '../../../lib/subject-text.ts'

type Kinds = JobEntry['kinds']

export const dismissLabel = (count: number, kinds: Kinds): string =>
  isErasureOnly(kinds)
    ? plural(count, { one: 'Dismiss # person', other: 'Dismiss # people' })
    : plural(count, { one: 'Dismiss # user', other: 'Dismiss # users' })

/** For the failures that the filtered list shows. */
export const dismissShownLabel = (count: number, kinds: Kinds): string =>
  isErasureOnly(kinds)
    ? plural(count, { one: 'Dismiss this person', other: 'Dismiss these # people' })
    : plural(count, { one: 'Dismiss this user', other: 'Dismiss these # users' })

export const restoreLabel = (count: number, kinds: Kinds): string =>
  isErasureOnly(kinds)
    ? plural(count, { one: 'Restore # person', other: 'Restore # people' })
    : plural(count, { one: 'Restore # user', other: 'Restore # users' })

export const retryLabel = (count: number, kinds: Kinds): string =>
  isErasureOnly(kinds)
    ? plural(count, { one: 'Retry # person…', other: 'Retry # people…' })
    : plural(count, { one: 'Retry # user…', other: 'Retry # users…' })

/** For the failures that the filtered list shows. */
export const retryShownLabel = (count: number, kinds: Kinds): string =>
  isErasureOnly(kinds)
    ? plural(count, { one: 'Retry this person…', other: 'Retry these # people…' })
    : plural(count, { one: 'Retry this user…', other: 'Retry these # users…' })

/** For the whole report. */
export const retryAllLabel = (count: number, kinds: Kinds): string =>
  isErasureOnly(kinds)
    ? plural(count, { one: 'Retry # person…', other: 'Retry all # people…' })
    : plural(count, { one: 'Retry # user…', other: 'Retry all # users…' })

/** For the whole report, where a retry alone does not help every open failure. */
export function retrySomeLabel(count: number, open: number, kinds: Kinds): string {
  const retried = formatNumber(count)
  return isErasureOnly(kinds)
    ? plural(open, { one: `Retry ${retried} of # person…`, other: `Retry ${retried} of # people…` })
    : plural(open, { one: `Retry ${retried} of # user…`, other: `Retry ${retried} of # users…` })
}

export const planAgainLabel = (count: number, kinds: Kinds): string =>
  isErasureOnly(kinds)
    ? plural(count, { one: 'Plan # person again…', other: 'Plan # people again…' })
    : plural(count, { one: 'Plan # user again…', other: 'Plan # users again…' })

/** For the failures that the filtered list shows. */
export const planShownAgainLabel = (count: number, kinds: Kinds): string =>
  isErasureOnly(kinds)
    ? plural(count, { one: 'Plan this person again…', other: 'Plan these # people again…' })
    : plural(count, { one: 'Plan this user again…', other: 'Plan these # users again…' })
