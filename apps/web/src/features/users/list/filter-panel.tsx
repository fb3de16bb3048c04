import { t } from '@lingui/core/macro'
import { userFlags, userStatuses } from '@muster/contracts/search-values'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { botsQuery, groupsQuery, rolesQuery } from '../../../lib/access.ts'
import type { UsersSearch } from '../../../lib/page-search.ts'
import { statusWords } from '../../../lib/status-text.ts'
import { FilterSelect } from '../../../ui/form/filter-select.tsx'
import { flagWords } from '../user-text.ts'
import { AddTerm } from './add-term.tsx'
import classes from './filter-panel.module.css'
import type { SearchChange } from './search-values.ts'

interface FilterPanelProps {
  readonly search: UsersSearch
  readonly onChange: (change: SearchChange) => void
  readonly onClose: () => void
}

interface AccessFilterProps {
  readonly label: string
  readonly value: string | undefined
  /** The groups, roles or bots; undefined while they load. */
  readonly list:
    | { readonly items: readonly { readonly id: string; readonly name: string }[]; readonly reason: string | null }
    | undefined
  readonly onChange: (id: string | undefined) => void
}

function AccessFilter({ list, ...field }: AccessFilterProps): ReactNode {
  const options = (list?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))
  return <FilterSelect {...field} options={options} reason={list?.reason ?? null} withIds />
}

/** The filters: one value each, or several of one field. The chips below show those that are set. */
export function FilterPanel({ search, onChange, onClose }: FilterPanelProps): ReactNode {
  const panel = useRef<HTMLDivElement>(null)
  useEffect(() => panel.current?.querySelector('input')?.focus(), [])
  const groups = useQuery(groupsQuery).data
  const roles = useQuery(rolesQuery).data
  const bots = useQuery(botsQuery).data
  const flags = userFlags.map((value) => ({ value, label: flagWords(value) }))
  const statuses = userStatuses.map((value) => ({ value, label: statusWords(value) }))
  return (
    // A field closes its list of options with the same key first.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={panel}
      className={classes.panel}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose()
      }}
    >
      <div className={classes.filters}>
        <AccessFilter label={t`Group`} value={search.group} list={groups} onChange={(group) => onChange({ group })} />
        <AccessFilter label={t`Role`} value={search.role} list={roles} onChange={(role) => onChange({ role })} />
        <AccessFilter label={t`Bot`} value={search.bot} list={bots} onChange={(bot) => onChange({ bot })} />
        <FilterSelect label={t`Flag`} value={search.flag} options={flags} onChange={(flag) => onChange({ flag })} />
        <FilterSelect
          label={t`Status`}
          value={search.status}
          options={statuses}
          onChange={(status) => onChange({ status })}
        />
      </div>
      <AddTerm typed={search.q ?? ''} onChange={(q) => onChange({ q })} />
    </div>
  )
}
