import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { UserFilter } from '@muster/contracts/users'
import { formatSearch, parseSearch } from '@muster/core/search/search-query'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { similarQuery } from '../queries.ts'

interface SuggestionsProps {
  readonly texts: readonly string[]
  readonly onPick: (text: string) => void
}

/** What may be meant, each as a button that searches for it. */
export function Suggestions({ texts, onPick }: SuggestionsProps): ReactNode {
  return (
    <>
      <Trans>Did you mean</Trans>{' '}
      {texts.map((text) => (
        <Button key={text} size="compact-sm" variant="default" onClick={() => onPick(text)}>
          <bdi>{text}</bdi>
        </Button>
      ))}
    </>
  )
}

interface NearMissesProps {
  /** A search without a match. */
  readonly filter: UserFilter
  readonly onSearch: (q: string) => void
}

/** What the words of a search may mean, among the users who match its terms and filters. */
export function NearMisses({ filter, onSearch }: NearMissesProps): ReactNode {
  const query = parseSearch(filter.q ?? '')
  const { data = [] } = useQuery({ ...similarQuery(filter), enabled: query.text !== '' })
  if (data.length === 0) return null
  return (
    <p role="status">
      <Suggestions texts={data} onPick={(text) => onSearch(formatSearch({ ...query, text }))} />
    </p>
  )
}
