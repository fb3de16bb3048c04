import { i18n } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import type { ErasureEntry } from '@muster/contracts/erasures'
import { scopeText } from '@muster/wording/scope'
import { useSearch } from '@tanstack/react-router'
import { Eraser } from 'lucide-react'
import { type ReactNode, useCallback } from 'react'
import { useAccessNames } from '../../lib/access.ts'
import { AppLink } from '../../lib/app-link.tsx'
import { erasuresSearch, isNarrowed } from '../../lib/page-search.ts'
import { paths } from '../../lib/paths.ts'
import { useChangeSearch } from '../../lib/use-address.ts'
import list from '../../query/list-page.module.css'
import { ListPage } from '../../query/list-page.tsx'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { SearchBox } from '../../ui/form/search-box.tsx'
import { EmptyState } from '../../ui/page/empty-state.tsx'
import { ErasureState } from './erasure-state.tsx'
import { erasureProgress, peopleWords } from './erasure-text.ts'
import { erasureListQuery } from './queries.ts'
import { useErasureEvents } from './use-erasure-events.ts'

const states = [
  { value: '', label: msg`Any state` },
  { value: 'needs_decision', label: msg`Decision needed` },
  { value: 'queued', label: msg`Queued` },
  { value: 'in_progress', label: msg`In progress` },
  { value: 'erased', label: msg`Erased` },
  { value: 'failed', label: msg`Failed` },
]

/** All erasure requests with their progress at Kore.ai. `actions` queues a new one. */
export function ErasuresPage({ actions }: { actions: ReactNode }): ReactNode {
  useErasureEvents()
  const search = useSearch({ from: '/app/erasures' })
  const change = useChangeSearch(search)
  const find = useCallback((q: string) => change({ q }), [change])
  return (
    <ListPage
      title={t`Erasures`}
      actions={
        <>
          <AppLink href={paths.erasureCases()}>
            <Trans>Erasure cases</Trans>
          </AppLink>
          {actions}
        </>
      }
      state={t`Requests to erase people’s conversation data, tracked until Kore.ai reports the result.`}
      filter={search}
      queryOf={erasureListQuery}
      loading={t`Loading erasures`}
      columns={[t`Request`, t`Scope`, t`Progress`, t`State`, t`Requested by`]}
      renderRow={(erasure) => <ErasureRow key={erasure.id} erasure={erasure} />}
      empty={<NoErasures filtered={isNarrowed(search)} />}
    >
      <fieldset className={list.filters} aria-label={t`Filter erasures`}>
        <NativeSelect
          aria-label={t`State`}
          data={states.map(({ value, label }) => ({ value, label: i18n._(label) }))}
          value={search.state ?? ''}
          onChange={(event) => change({ state: erasuresSearch.parse({ state: event.currentTarget.value }).state })}
        />
        <SearchBox label={t`Find a person or eud- ID`} value={search.q ?? ''} onSearch={find} />
      </fieldset>
    </ListPage>
  )
}

function ErasureRow({ erasure }: { erasure: ErasureEntry }): ReactNode {
  const names = useAccessNames()
  return (
    <tr>
      <td>
        <AppLink href={paths.erasure(erasure.id)} className={list.title}>
          <Sentence text={peopleWords(erasure)} />
        </AppLink>
        <div className={list.quiet}>
          {erasure.requestId === null ? <Trans>No ID: the response was lost</Trans> : <code>{erasure.requestId}</code>}
        </div>
      </td>
      <td>
        <Sentence text={scopeText(i18n, erasure.scope, names)} />
      </td>
      <td>{erasureProgress(erasure.counts)}</td>
      <td>
        <ErasureState state={erasure.state} />
        {erasure.reason === null ? null : (
          <div className={list.quiet}>
            <Sentence text={erasure.reason} />
          </div>
        )}
        {erasure.nextCheckAt === null || erasure.reason !== null ? null : (
          <div className={list.quiet}>
            <Trans>
              Next check <Time iso={erasure.nextCheckAt} />
            </Trans>
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
        title={t`No matching erasures`}
        actions={
          <AppLink href={paths.erasures()}>
            <Trans>Show all erasures</Trans>
          </AppLink>
        }
      />
    )
  }
  return (
    <EmptyState
      icon={<Eraser size={28} strokeWidth={1.5} />}
      title={t`No erasures yet`}
      actions={
        <AppLink href={paths.users()}>
          <Trans>Choose users</Trans>
        </AppLink>
      }
    >
      <Trans>
        Choose users or paste identifiers, then queue the erasure of their conversation data. Each request stays here
        with its ID, scope, result and receipt.
      </Trans>
    </EmptyState>
  )
}
