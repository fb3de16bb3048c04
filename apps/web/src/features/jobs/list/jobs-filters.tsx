import { NativeSelect } from '@mantine/core'
import { type ReactNode, useCallback } from 'react'
import { type JobsSearch, jobsSearch } from '../../../lib/page-search.ts'
import type { AddressChange } from '../../../lib/use-address.ts'
import { DayInput } from '../../../ui/form/day-input.tsx'
import { SearchBox } from '../../../ui/form/search-box.tsx'
import list from '../../../ui/page/list-page.module.css'

interface JobsFiltersProps {
  readonly search: JobsSearch
  readonly onSearch: (change: AddressChange<JobsSearch>) => void
}

const states = [
  { value: '', label: 'Any state' },
  { value: 'running', label: 'Running' },
  { value: 'finished', label: 'Finished' },
]
const kinds = [
  { value: '', label: 'Any kind' },
  { value: 'update', label: 'Edits' },
  { value: 'remove', label: 'Removals' },
  { value: 'erase', label: 'Erasures' },
]
const sources = [
  { value: '', label: 'Any source' },
  { value: 'selection', label: 'Selections' },
  { value: 'identifiers', label: 'Lists of identifiers' },
  { value: 'upload', label: 'Files' },
  { value: 'retry', label: 'Retries' },
  { value: 'undo', label: 'Undos' },
  { value: 'script', label: 'Scripts' },
]
const onlys = [
  { value: '', label: 'Any outcome' },
  { value: 'failures', label: 'With failures' },
  { value: 'unresolved', label: 'With open failures' },
  { value: 'skipped', label: 'With skipped users' },
]

/** Who, when, what kind, how it went. All of it lives in the address. */
export function JobsFilters({ search, onSearch }: JobsFiltersProps): ReactNode {
  // A choice is read back by the same parser as the address, so that only what it knows gets there.
  const pick = (key: keyof JobsSearch, value: string) => onSearch({ [key]: jobsSearch.parse({ [key]: value })[key] })
  const by = useCallback((value: string) => onSearch({ by: value === '' ? undefined : value }), [onSearch])
  return (
    <fieldset className={list.filters} aria-label="Filter jobs">
      <NativeSelect
        size="xs"
        aria-label="State"
        data={states}
        value={search.state ?? ''}
        onChange={(e) => pick('state', e.currentTarget.value)}
      />
      <NativeSelect
        size="xs"
        aria-label="Kind"
        data={kinds}
        value={search.kind ?? ''}
        onChange={(e) => pick('kind', e.currentTarget.value)}
      />
      <NativeSelect
        size="xs"
        aria-label="Source"
        data={sources}
        value={search.source ?? ''}
        onChange={(e) => pick('source', e.currentTarget.value)}
      />
      <NativeSelect
        size="xs"
        aria-label="Outcome"
        data={onlys}
        value={search.only ?? ''}
        onChange={(e) => pick('only', e.currentTarget.value)}
      />
      <SearchBox label="Started by (e-mail)" value={search.by ?? ''} onSearch={by} />
      <DayInput label="From" value={search.from ?? ''} onPick={(day) => pick('from', day)} />
      <DayInput label="To" value={search.to ?? ''} onPick={(day) => pick('to', day)} />
    </fieldset>
  )
}
