import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { NativeSelect } from '@mantine/core'
import { type ReactNode, useCallback } from 'react'
import { type JobsSearch, jobsSearch } from '../../../lib/page-search.ts'
import type { AddressChange } from '../../../lib/use-address.ts'
import { ListFilters } from '../../../query/list-filters.tsx'
import { DayRange, dayPills } from '../../../ui/form/day-range.tsx'
import { SearchBox } from '../../../ui/form/search-box.tsx'

interface JobsFiltersProps {
  readonly search: JobsSearch
  readonly onSearch: (change: AddressChange<JobsSearch>) => void
}

interface Choice {
  readonly value: string
  readonly label: MessageDescriptor
}

const states: readonly Choice[] = [
  { value: '', label: msg`Any state` },
  { value: 'running', label: msg`Running` },
  { value: 'finished', label: msg`Finished` },
]
const kinds: readonly Choice[] = [
  { value: '', label: msg`Any kind` },
  { value: 'update', label: msg`Edits` },
  { value: 'remove', label: msg`Removals` },
  { value: 'erase', label: msg`Erasures` },
]
const sources: readonly Choice[] = [
  { value: '', label: msg`Any source` },
  { value: 'selection', label: msg`Selections` },
  { value: 'identifiers', label: msg`Lists of identifiers` },
  { value: 'upload', label: msg`Files` },
  { value: 'retry', label: msg`Retries` },
  { value: 'undo', label: msg`Undos` },
  { value: 'script', label: msg`Scripts` },
]
const outcomes: readonly Choice[] = [
  { value: '', label: msg`Any outcome` },
  { value: 'failures', label: msg`With failures` },
  { value: 'unresolved', label: msg`With open failures` },
  { value: 'skipped', label: msg`With skipped users` },
]

const selects = [
  { field: 'state', label: msg`State`, choices: states },
  { field: 'kind', label: msg`Kind`, choices: kinds },
  { field: 'source', label: msg`Source`, choices: sources },
  { field: 'only', label: msg`Outcome`, choices: outcomes },
] as const

/** Finds jobs by their words; filters by state, kind, source, outcome and day. The URL keeps them. */
export function JobsFilters({ search, onSearch }: JobsFiltersProps): ReactNode {
  // Parse a choice like the URL: only known values get into the URL.
  const pick = (key: keyof JobsSearch, value: string) => onSearch({ [key]: jobsSearch.parse({ [key]: value })[key] })
  const find = useCallback((value: string) => onSearch({ q: value === '' ? undefined : value }), [onSearch])
  const chosen = selects.map(({ field, choices }) => {
    const choice = choices.find(({ value }) => value === search[field])
    return { key: field, text: choice === undefined ? null : i18n._(choice.label) }
  })
  return (
    <ListFilters
      label={t`Filter jobs`}
      find={<SearchBox label={t`Find a title, member or ID`} value={search.q ?? ''} onSearch={find} />}
      pills={[...chosen, ...dayPills(search)]}
      onRemove={(keys) => onSearch(Object.fromEntries(keys.map((key) => [key, undefined])))}
    >
      {selects.map(({ field, label, choices }) => (
        <NativeSelect
          key={field}
          aria-label={i18n._(label)}
          data={choices.map((choice) => ({ value: choice.value, label: i18n._(choice.label) }))}
          value={search[field] ?? ''}
          onChange={(e) => pick(field, e.currentTarget.value)}
        />
      ))}
      <DayRange from={search.from} to={search.to} onPick={pick} />
    </ListFilters>
  )
}
