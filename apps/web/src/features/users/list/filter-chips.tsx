import { t } from '@lingui/core/macro'
import { type ComponentProps, lazy, type ReactNode, Suspense } from 'react'
import { useAccessNames } from '../../../lib/access.ts'
import { withMessages } from '../../../lib/language/active-language.ts'
import type { UsersSearch } from '../../../lib/page-search.ts'
import { statusWords } from '../../../lib/status-text.ts'
import { FilterPills } from '../../../query/filter-pills.tsx'
import { flagWords } from '../user-text.ts'
import { filterOf, type SearchChange } from './search-values.ts'

interface FilterChipsProps {
  readonly search: UsersSearch
  readonly onChange: (change: SearchChange) => void
}

/** The active filters, each with a button that removes it. */
export function FilterChips({ search, onChange }: FilterChipsProps): ReactNode {
  const names = useAccessNames()
  const filter = filterOf(search)
  const chips = [
    { key: 'group', text: filter.group === undefined ? null : t`Group: ${{ name: names.group(filter.group) }}` },
    { key: 'role', text: filter.role === undefined ? null : t`Role: ${{ name: names.role(filter.role) }}` },
    { key: 'bot', text: filter.bot === undefined ? null : t`Bot: ${{ name: names.bot(filter.bot) }}` },
    { key: 'flag', text: filter.flag === undefined ? null : flagWords(filter.flag) },
    { key: 'status', text: filter.status === undefined ? null : statusWords(filter.status) },
    { key: 'selection', text: filter.selection === undefined ? null : t`Selected users` },
  ] as const
  const remove = (keys: readonly (keyof SearchChange)[]) =>
    onChange(Object.fromEntries(keys.map((key) => [key, undefined])))
  return (
    <>
      {
        // untranslated: a part of a search
        search.q?.includes(':') ? (
          <LazyTerms typed={search.q} onChange={(q) => onChange({ q: q === '' ? undefined : q })} />
        ) : null
      }
      <FilterPills pills={chips} onRemove={remove} />
    </>
  )
}

// Loads with the first search that has terms.
const SearchTerms = lazy(async () => ({ default: (await withMessages(import('./search-terms.tsx'))).SearchTerms }))

function LazyTerms(props: ComponentProps<typeof SearchTerms>): ReactNode {
  return (
    <Suspense fallback={null}>
      <SearchTerms {...props} />
    </Suspense>
  )
}
