import { i18n } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import type { CaseEntry } from '@muster/contracts/cases'
import { useSearch } from '@tanstack/react-router'
import { FolderOpen } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react'
import { AppLink } from '../../lib/app-link.tsx'
import { withMessages } from '../../lib/language/active-language.ts'
import { useNow } from '../../lib/now.ts'
import { type CasesSearch, casesSearch } from '../../lib/page-search.ts'
import { paths } from '../../lib/paths.ts'
import { useChangeSearch } from '../../lib/use-address.ts'
import list from '../../query/list-page.module.css'
import { ListPage } from '../../query/list-page.tsx'
import { PermittedButton } from '../../query/permitted-button.tsx'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { SearchBox } from '../../ui/form/search-box.tsx'
import { EmptyState } from '../../ui/page/empty-state.tsx'
import { CaseState, Deadline } from './case-state.tsx'
import { caseListQuery } from './queries.ts'

const shown = [
  { value: 'open', label: msg`Not closed` },
  { value: 'due_soon', label: msg`Due soon` },
  { value: 'overdue', label: msg`Overdue` },
  { value: 'held', label: msg`On hold` },
  { value: 'closed', label: msg`Closed` },
]

// The form loads when it opens, not with the list.
const OpenCaseDialog = lazy(async () => ({
  default: (await withMessages(import('./open-case-dialog.tsx'))).OpenCaseDialog,
}))

/** The requests of data subjects, the earliest deadline first. */
export function CasesPage(): ReactNode {
  const search = useSearch({ from: '/app/erasures/cases' })
  const [isOpening, setOpening] = useState(false)
  const now = useNow()
  return (
    <ListPage
      title={t`Erasure cases`}
      above={
        <AppLink href={paths.erasures()}>
          <Trans>Erasures</Trans>
        </AppLink>
      }
      state={t`Requests of people to erase their data, from receipt to evidence, with their legal deadlines.`}
      actions={
        <PermittedButton permission="users:erase" onClick={() => setOpening(true)}>
          <Trans>Open case…</Trans>
        </PermittedButton>
      }
      filter={search}
      queryOf={caseListQuery}
      loading={t`Loading cases`}
      columns={[t`Case`, t`People`, t`State`, t`Deadline`]}
      renderRow={(entry) => <CaseRow key={entry.id} entry={entry} now={now} />}
      empty={<NoCases filtered={search.q !== undefined || (search.show ?? 'open') !== 'open'} />}
    >
      <CaseFilters search={search} />
      {isOpening ? (
        <Suspense fallback={null}>
          <OpenCaseDialog onClose={() => setOpening(false)} />
        </Suspense>
      ) : null}
    </ListPage>
  )
}

function CaseFilters({ search }: { readonly search: CasesSearch }): ReactNode {
  const change = useChangeSearch(search)
  const find = useCallback((q: string) => change({ q }), [change])
  return (
    <fieldset className={list.filters} aria-label={t`Filter cases`}>
      <NativeSelect
        aria-label={t`Show`}
        data={shown.map(({ value, label }) => ({ value, label: i18n._(label) }))}
        value={search.show ?? 'open'}
        onChange={(event) => change({ show: casesSearch.parse({ show: event.currentTarget.value }).show })}
      />
      <SearchBox label={t`Find a reference, requester or person`} value={search.q ?? ''} onSearch={find} />
    </fieldset>
  )
}

function CaseRow({ entry, now }: { readonly entry: CaseEntry; readonly now: number }): ReactNode {
  const [first, ...more] = entry.people
  return (
    <tr>
      <td>
        <AppLink href={paths.erasureCase(entry.id)} className={list.title}>
          <Sentence text={entry.reference} />
        </AppLink>
        <div className={list.quiet}>
          <bdi>{entry.requester}</bdi>
        </div>
      </td>
      <td>
        <bdi>{first?.value}</bdi>
        {more.length === 0 ? null : <div className={list.quiet}>{t`and ${{ count: more.length }} more`}</div>}
      </td>
      <td>
        <CaseState state={entry.state} />
      </td>
      <td>
        <Deadline entry={entry} now={now} />
      </td>
    </tr>
  )
}

function NoCases({ filtered }: { readonly filtered: boolean }): ReactNode {
  if (filtered)
    return (
      <EmptyState
        title={t`No matching cases`}
        actions={
          <AppLink href={paths.erasureCases()}>
            <Trans>Show all open cases</Trans>
          </AppLink>
        }
      />
    )
  return (
    <EmptyState icon={<FolderOpen size={28} strokeWidth={1.5} />} title={t`No open cases`}>
      <Trans>
        Open a case for each request of a person to erase their data. It has the deadline, the checks, the plan and the
        signed receipts in one place.
      </Trans>
    </EmptyState>
  )
}
