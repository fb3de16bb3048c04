import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { directoryQuery } from '../../../lib/directory.ts'
import type { UsersSearch } from '../../../lib/page-search.ts'
import { exactCountQuery, usersQuery } from '../queries.ts'
import { filterOf } from './search-values.ts'
import { stateWords } from './state-text.ts'

/** A search that takes longer shows that it runs. */
const longSearchMs = 300

/** Counts all matches of a search whose count is capped. */
export interface Counting {
  readonly isRunning: boolean
  readonly start: () => void
}

/** One page of a search, its count, and the sentence on them. */
export function useUsersPage(search: UsersSearch) {
  const filter = filterOf(search)
  const isNarrowed = Object.keys(filter).length > 0
  const directory = useQuery(directoryQuery).data
  const list = useQuery(usersQuery({ filter, sort: search.sort, cursor: search.after }))
  const isCapped = list.data?.count.capped === true && !list.isPlaceholderData
  const key = JSON.stringify(filter)
  const [countedFor, setCountedFor] = useState<string | null>(null)
  const isCounted = isCapped && isNarrowed && countedFor === key
  const exact = useQuery({ ...exactCountQuery(filter), enabled: isCounted })
  const all = isNarrowed ? (isCounted ? exact.data : undefined) : directory?.users
  const page =
    list.data === undefined || !isCapped || all === undefined
      ? list.data
      : { ...list.data, count: { value: all, capped: false } }
  const isUnsynced = directory?.syncedAt === null
  const isFirstSync = isUnsynced && directory.state === 'loading'
  const { isPlaceholderData, fetchStatus, isError } = list
  const words = stateWords(
    { data: page, isPlaceholderData, fetchStatus, isError },
    { isNarrowed, isFirstSync, isUnsynced },
  )
  const counting: Counting | null =
    isCapped && isNarrowed && all === undefined
      ? {
          isRunning: exact.isFetching,
          start: () => (isCounted ? void exact.refetch() : setCountedFor(key)),
        }
      : null
  return {
    filter,
    list,
    page,
    counting,
    words: useHeldWords(words, isPlaceholderData && fetchStatus === 'fetching'),
    isFirstSync,
    isEmpty: directory !== undefined && directory.users === 0 && !isNarrowed && list.data?.items.length === 0,
  }
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
