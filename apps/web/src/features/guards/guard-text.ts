import { plural, t } from '@lingui/core/macro'
import type { Guards } from '@muster/contracts/guards'
import { formatDuration, formatNumber, formatShare } from '../../lib/format.ts'

/** When a plan needs a typed confirmation. */
export function confirmationWords({ confirmUsers, confirmPercent, percentFromUsers }: Guards['limits']): string {
  const share = formatShare(confirmPercent / 100)
  const accountSize = formatNumber(percentFromUsers)
  return plural(confirmUsers, {
    one: `Above # user, or above ${share} of an account of ${accountSize} users or more`,
    other: `Above # users, or above ${share} of an account of ${accountSize} users or more`,
  })
}

export function removalDelayWords(minutes: number, users: number): string {
  if (minutes === 0) return t`None`
  const delay = formatDuration(minutes * 60)
  return plural(users, { one: `${delay}, for more than # user`, other: `${delay}, for more than # users` })
}

export function erasureDelayWords(minutes: number, people: number): string {
  if (minutes === 0) return t`None`
  const delay = formatDuration(minutes * 60)
  return plural(people, { one: `${delay}, for more than # person`, other: `${delay}, for more than # people` })
}
