import { plural, t } from '@lingui/core/macro'
import { formatCount } from '../../../lib/format.ts'

interface ListState {
  readonly data: { readonly count: { readonly value: number; readonly capped: boolean } } | undefined
  /** The data is of an earlier search. */
  readonly isPlaceholderData: boolean
  readonly fetchStatus: 'fetching' | 'paused' | 'idle'
  readonly isError: boolean
}

interface ListScope {
  readonly isNarrowed: boolean
  readonly isFirstSync: boolean
  /** No sync has finished yet. */
  readonly isUnsynced: boolean
}

/** The number of users in a list. Never shows the count of an earlier search. */
export function stateWords(
  { data, isPlaceholderData, fetchStatus, isError }: ListState,
  { isNarrowed, isFirstSync, isUnsynced }: ListScope,
): string {
  if (isError && fetchStatus !== 'fetching') return t`Not searched`
  if (isPlaceholderData || data === undefined) {
    return fetchStatus === 'paused' ? t`Not searched: this browser is offline` : t`Searching`
  }
  const { count } = data
  const { value } = count
  const shown = formatCount(count)
  if (isFirstSync && isNarrowed) {
    return plural(value, { one: `${shown} user found so far`, other: `${shown} users found so far` })
  }
  if (isFirstSync) return plural(value, { one: `${shown} user synced so far`, other: `${shown} users synced so far` })
  if (isUnsynced && value === 0) return t`No users synced yet`
  if (isNarrowed) return plural(value, { one: `${shown} user found`, other: `${shown} users found` })
  return plural(value, { one: `${shown} user`, other: `${shown} users` })
}
