import type { UserFilter } from '@muster/contracts/users'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { directoryQuery } from '../../../lib/directory.ts'
import type { UsersSearch } from '../../../lib/page-search.ts'
import { exactCountQuery, usersQuery } from '../queries.ts'
import { filterOf } from './search-values.ts'
import { stateWords } from './state-text.ts'
import { useTableChoice } from './table-choice.ts'

/** A search that takes longer shows that it runs. */
const longSearchMs = 300

/** Counts all matches of a search whose count is capped. */
export interface Counting {
  readonly isRunning: boolean
  readonly start: () => void
}

/** What the page shows around the rows, which load by themselves: the sentence on their number, and all matches. */
export function useUsersPage(search: UsersSearch) {
  const filter = filterOf(search)
  const isNarrowed = Object.keys(filter).length > 0
  const directory = useQuery(directoryQuery).data
  // Follows the query of the rows without starting it.
  const { pageSize } = useTableChoice()
  const list = useQuery({ ...usersQuery(search, pageSize), enabled: false, placeholderData: keepPreviousData })
  const { data, isPlaceholderData, fetchStatus, isError } = list
  const isCapped = data?.count.capped === true && !isPlaceholderData
  const { exact, counting } = useExactCount(filter, isCapped && isNarrowed)
  const all = isCapped ? (isNarrowed ? exact : directory?.users) : undefined
  const isUnsynced = directory?.syncedAt === null
  const isFirstSync = isUnsynced && directory.state === 'loading'
  const shown = data === undefined || all === undefined ? data : { count: { value: all, capped: false } }
  const words = stateWords(
    { data: shown, isPlaceholderData, fetchStatus, isError },
    { isNarrowed, isFirstSync, isUnsynced },
  )
  return {
    filter,
    users: data?.items,
    /** The number of matches, if the page does not count them all. */
    all,
    /** The number of matches; null if the page does not know it. */
    total: shown === undefined || isPlaceholderData || shown.count.capped ? null : shown.count.value,
    counting: all === undefined ? counting : null,
    words: useHeldWords(words, isPlaceholderData && fetchStatus === 'fetching'),
    isFirstSync,
    isEmpty: directory?.users === 0 && !isNarrowed && (data === undefined || data.items.length === 0),
  }
}

/** Counts the matches of a search when requested. */
function useExactCount(filter: UserFilter, isOffered: boolean) {
  const key = JSON.stringify(filter)
  const [countedFor, setCountedFor] = useState<string | null>(null)
  const isCounted = isOffered && countedFor === key
  const exact = useQuery({ ...exactCountQuery(filter), enabled: isCounted })
  const start = (): void => (isCounted ? void exact.refetch() : setCountedFor(key))
  const counting: Counting | null = isOffered ? { isRunning: exact.isFetching, start } : null
  return { exact: isCounted ? exact.data : undefined, counting }
}

/** Keeps the words of the rows on screen while the next search runs, unless it takes long. */
function useHeldWords(words: string, isHeld: boolean): string {
  const [held, setHeld] = useState(words)
  const [isLong, setLong] = useState(false)
  if (!isHeld && held !== words) setHeld(words)
  useEffect(() => {
    if (!isHeld) return undefined
    const timer = setTimeout(() => setLong(true), longSearchMs)
    return () => {
      clearTimeout(timer)
      setLong(false)
    }
  }, [isHeld])
  return isHeld && !isLong ? held : words
}
