import { NativeSelect } from '@mantine/core'
import type { ErasureEntry } from '@muster/contracts/erasures'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { Eraser } from 'lucide-react'
import { type ReactNode, useCallback } from 'react'
import { AppLink } from '../../lib/app-link.tsx'
import { erasuresSearch, isNarrowed } from '../../lib/page-search.ts'
import { paths } from '../../lib/paths.ts'
import { useChangeSearch } from '../../lib/use-address.ts'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { SearchBox } from '../../ui/form/search-box.tsx'
import { EmptyState } from '../../ui/page/empty-state.tsx'
import list from '../../ui/page/list-page.module.css'
import { ListPage } from '../../ui/page/list-page.tsx'
import { ErasureState } from './erasure-state.tsx'
import { erasureProgress, peopleNamed } from './erasure-words.ts'
import { erasureListQuery } from './queries.ts'
import { useErasureEvents } from './use-erasure-events.ts'

const states = [
  { value: '', label: 'Any state' },
  { value: 'needs_person', label: 'Needs you' },
  { value: 'queued', label: 'Queued' },
  { value: 'in_progress', label: 'In progress' },
  { value: 'erased', label: 'Erased' },
  { value: 'failed', label: 'Failed' },
]

/** Every erasure request and its life at Kore.ai. `actions` is the way to queue one. */
export function ErasuresPage({ actions }: { actions: ReactNode }): ReactNode {
  useErasureEvents()
  const search = useSearch({ from: '/app/erasures' })
  const change = useChangeSearch(search)
  const erasures = useInfiniteQuery(erasureListQuery(search))
  const find = useCallback((q: string) => change({ q }), [change])
  return (
    <ListPage
      title="Erasures"
      actions={actions}
      state="Requests to erase people's conversation data, followed until Kore.ai says how they ended."
      query={erasures}
      loading="Loading erasures"
      columns={['Request', 'Scope', 'Progress', 'State', 'Asked by']}
      row={(erasure) => <ErasureRow key={erasure.id} erasure={erasure} />}
      empty={<NoErasures filtered={isNarrowed(search)} />}
    >
      <fieldset className={list.filters} aria-label="Filter erasures">
        <NativeSelect
          size="xs"
          aria-label="State"
          data={states}
          value={search.state ?? ''}
          onChange={(event) => change({ state: erasuresSearch.parse({ state: event.currentTarget.value }).state })}
        />
        <SearchBox label="Find a person or eud- id" value={search.q ?? ''} onSearch={find} />
      </fieldset>
    </ListPage>
  )
}

function ErasureRow({ erasure }: { erasure: ErasureEntry }): ReactNode {
  return (
    <tr>
      <td>
        <AppLink href={paths.erasure(erasure.id)} className={list.title}>
          {peopleNamed(erasure)}
        </AppLink>
        <div className={list.quiet}>
          {erasure.requestId === null ? 'No id: the answer was lost' : <code>{erasure.requestId}</code>}
        </div>
      </td>
      <td>
        <Sentence text={erasure.scopeText} />
      </td>
      <td>{erasureProgress(erasure.counts)}</td>
      <td>
        <ErasureState state={erasure.state} />
        {erasure.reason === null ? null : (
          <div className={list.quiet}>
            <Sentence text={erasure.reason} />
          </div>
        )}
        {erasure.nextCheckAt === null ? null : (
          <div className={list.quiet}>
            looks again <Time iso={erasure.nextCheckAt} />
          </div>
        )}
      </td>
      <td>
        <bdi>{erasure.requestedBy}</bdi>
        <div className={list.quiet}>
          <Time iso={erasure.requestedAt} />
        </div>
      </td>
    </tr>
  )
}

function NoErasures({ filtered }: { filtered: boolean }): ReactNode {
  if (filtered) {
    return (
      <EmptyState
        title="No erasure fits these filters"
        actions={<AppLink href={paths.erasures()}>Show all erasures</AppLink>}
      />
    )
  }
  return (
    <EmptyState
      icon={<Eraser size={28} strokeWidth={1.5} />}
      title="No erasures yet"
      actions={<AppLink href={paths.users()}>Go to the users</AppLink>}
    >
      Choose users, or paste their identifiers, and queue the erasure of their conversation data. Each request then
      stays here with its id, its scope and how it ended, with a receipt to keep.
    </EmptyState>
  )
}
