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
  /** No sync has ended yet. */
  readonly isUnsynced: boolean
}

/** How many users a list has. A count of an earlier search is never shown as the count of this one. */
export function stateWords(
  { data, isPlaceholderData, fetchStatus, isError }: ListState,
  { isNarrowed, isFirstSync, isUnsynced }: ListScope,
): string {
  if (isError && fetchStatus !== 'fetching') return 'Not searched'
  if (isPlaceholderData || data === undefined) {
    return fetchStatus === 'paused' ? 'Not searched: this browser is offline' : 'Searching'
  }
  const { count } = data
  const noun = count.value === 1 && !count.capped ? 'user' : 'users'
  if (isFirstSync) return `${formatCount(count)} ${noun} ${isNarrowed ? 'found' : 'synced'} so far`
  if (isUnsynced && count.value === 0) return 'No users synced yet'
  return isNarrowed ? `${formatCount(count)} ${noun} found` : `${formatCount(count)} ${noun}`
}
