import { formatCount } from '../../lib/format.ts'

interface ListState {
  readonly data: { readonly count: { readonly value: number; readonly capped: boolean } } | undefined
  /** The data is of an earlier search. */
  readonly isPlaceholderData: boolean
  readonly fetchStatus: 'fetching' | 'paused' | 'idle'
}

/** How many users a list has. A count of an earlier search is never shown as the count of this one. */
export function stateWords(
  { data, isPlaceholderData, fetchStatus }: ListState,
  { isNarrowed, isFirstSync }: { readonly isNarrowed: boolean; readonly isFirstSync: boolean },
): string {
  if (isPlaceholderData || data === undefined) {
    return fetchStatus === 'paused' ? 'Not searched: this browser is offline' : 'Searching'
  }
  const { count } = data
  const noun = count.value === 1 && !count.capped ? 'user' : 'users'
  if (isFirstSync) return `${formatCount(count)} ${noun} ${isNarrowed ? 'found' : 'synced'} so far`
  return isNarrowed ? `${formatCount(count)} ${noun} found` : `${formatCount(count)} ${noun}`
}
