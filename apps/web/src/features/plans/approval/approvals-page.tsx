import { i18n } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import type { ApprovalEntry } from '@muster/contracts/approvals'
import { useSearch } from '@tanstack/react-router'
import { Stamp } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { approvalsSearch, isNarrowed } from '../../../lib/page-search.ts'
import { paths } from '../../../lib/paths.ts'
import { subjectWords } from '../../../lib/subject-text.ts'
import { useChangeSearch } from '../../../lib/use-address.ts'
import list from '../../../query/list-page.module.css'
import { ListPage } from '../../../query/list-page.tsx'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { Time } from '../../../ui/facts/time.tsx'
import { EmptyState } from '../../../ui/page/empty-state.tsx'
import { stateWords } from './approval-text.ts'
import { approvalListQuery } from './queries.ts'

const choices = [
  { value: '', label: msg`All requests` },
  { value: 'waiting', label: msg`Waiting` },
]

/** Requests for approval of plans, newest first. */
export function ApprovalsPage(): ReactNode {
  const search = useSearch({ from: '/app/approvals' })
  const change = useChangeSearch(search)
  return (
    <ListPage
      title={t`Approvals`}
      above={
        <AppLink href={paths.plans()}>
          <Trans>Plans</Trans>
        </AppLink>
      }
      state={t`Plans that their authors sent for approval. An approval is of the plan as reviewed and ends with it, after a day.`}
      filter={search}
      queryOf={approvalListQuery}
      loading={t`Loading requests`}
      columns={[t`Plan`, t`State`, t`Requested by`]}
      renderRow={(entry) => <ApprovalRow key={entry.planId} entry={entry} />}
      empty={<NoRequests filtered={isNarrowed(search)} />}
    >
      <fieldset className={list.filters} aria-label={t`Filter requests`}>
        <NativeSelect
          aria-label={t`Requests shown`}
          data={choices.map(({ value, label }) => ({ value, label: i18n._(label) }))}
          value={search.only ?? ''}
          onChange={(event) => change({ only: approvalsSearch.parse({ only: event.currentTarget.value }).only })}
        />
      </fieldset>
    </ListPage>
  )
}

function ApprovalRow({ entry }: { entry: ApprovalEntry }): ReactNode {
  return (
    <tr>
      <td className={list.wide}>
        <AppLink href={paths.plan(entry.planId)} className={list.title}>
          <Sentence text={entry.title} />
        </AppLink>
        <div className={list.quiet}>{subjectWords(entry.total, entry.kinds)}</div>
      </td>
      <td>
        {entry.jobId === null ? i18n._(stateWords[entry.state]) : t`Applied`}
        <div className={list.quiet}>
          {entry.mayDecide ? <Trans>Waits for you</Trans> : <bdi>{entry.decidedBy ?? ''}</bdi>}
        </div>
      </td>
      <td>
        <bdi className={list.by} title={entry.requestedBy}>
          {entry.requestedBy}
        </bdi>
        <div className={list.quiet}>
          <Time iso={entry.requestedAt} />
        </div>
      </td>
    </tr>
  )
}

function NoRequests({ filtered }: { filtered: boolean }): ReactNode {
  return (
    <EmptyState
      icon={<Stamp size={28} strokeWidth={1.5} />}
      title={filtered ? t`No request is waiting` : t`No requests yet`}
      actions={
        <AppLink href={paths.plans()}>
          <Trans>Show the plans</Trans>
        </AppLink>
      }
    >
      <Trans>A plan that needs approval offers to send it to the members who can approve it.</Trans>
    </EmptyState>
  )
}
