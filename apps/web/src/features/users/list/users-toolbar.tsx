import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { userFlags, userStatuses } from '@muster/contracts/search-values'
import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { botsQuery, groupsQuery, rolesQuery } from '../../../lib/access.ts'
import { withMessages } from '../../../lib/language/active-language.ts'
import type { UsersSearch } from '../../../lib/page-search.ts'
import { statusWords } from '../../../lib/status-text.ts'
import type { AddressChange } from '../../../lib/use-address.ts'
import { FilterSelect } from '../../../ui/form/filter-select.tsx'
import { flagWords } from '../user-text.ts'
import { UsersSearchBox } from './users-search-box.tsx'
import classes from './users-toolbar.module.css'

// Loads with its first use.
const AddTerm = lazy(async () => ({ default: (await withMessages(import('./add-term.tsx'))).AddTerm }))

export type SearchChange = AddressChange<UsersSearch>

interface UsersToolbarProps {
  readonly search: UsersSearch
  readonly onChange: (change: SearchChange) => void
}

function optionsOf(list: { readonly items: readonly { readonly id: string; readonly name: string }[] } | undefined) {
  return (list?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))
}

/** The search box and the filters. */
export function UsersToolbar({ search, onChange }: UsersToolbarProps): ReactNode {
  const [isOpen, setOpen] = useState(false)
  const groups = useQuery(groupsQuery).data
  const roles = useQuery(rolesQuery).data
  const bots = useQuery(botsQuery).data
  const flags = userFlags.map((value) => ({ value, label: flagWords(value) }))
  const statuses = userStatuses.map((value) => ({ value, label: statusWords(value) }))
  return (
    <search className={classes.toolbar}>
      <UsersSearchBox value={search.q ?? ''} onChange={(q) => onChange({ q: q === '' ? undefined : q })} />
      <div className={classes.filters}>
        <FilterSelect
          label={t`Group`}
          value={search.group}
          options={optionsOf(groups)}
          reason={groups?.reason ?? null}
          withIds
          onChange={(group) => onChange({ group })}
        />
        <FilterSelect
          label={t`Role`}
          value={search.role}
          options={optionsOf(roles)}
          reason={roles?.reason ?? null}
          withIds
          onChange={(role) => onChange({ role })}
        />
        <FilterSelect
          label={t`Bot`}
          value={search.bot}
          options={optionsOf(bots)}
          reason={bots?.reason ?? null}
          withIds
          onChange={(bot) => onChange({ bot })}
        />
        <FilterSelect label={t`Flag`} value={search.flag} options={flags} onChange={(flag) => onChange({ flag })} />
        <FilterSelect
          label={t`Status`}
          value={search.status}
          options={statuses}
          onChange={(status) => onChange({ status })}
        />
      </div>
      <Button variant="default" size="sm" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Trans>More filters</Trans>
      </Button>
      {isOpen ? (
        <Suspense fallback={null}>
          <AddTerm typed={search.q ?? ''} onChange={(q) => onChange({ q })} />
        </Suspense>
      ) : null}
    </search>
  )
}
