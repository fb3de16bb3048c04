import { i18n } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import type { PlanListEntry } from '@muster/contracts/plans/listed-plans'
import { isolateText } from '@muster/core/text/visible-controls'
import { useSearch } from '@tanstack/react-router'
import { ListChecks } from 'lucide-react'
import { type ReactNode, useCallback, useState } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { isNarrowed, plansSearch } from '../../../lib/page-search.ts'
import { paths } from '../../../lib/paths.ts'
import { titleOf } from '../../../lib/source-text.ts'
import { subjectWords } from '../../../lib/subject-text.ts'
import { useChangeSearch } from '../../../lib/use-address.ts'
import list from '../../../query/list-page.module.css'
import { ListPage } from '../../../query/list-page.tsx'
import { PermittedButton } from '../../../query/permitted-button.tsx'
import { RenamePlan, useRenamePermission } from '../../../query/rename-plan.tsx'
import { type RowAct, RowMenu } from '../../../query/row-menu.tsx'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { Time } from '../../../ui/facts/time.tsx'
import { SearchBox } from '../../../ui/form/search-box.tsx'
import { EmptyState } from '../../../ui/page/empty-state.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { originWords, stateWords } from '../plan-text.ts'
import { planListQuery } from '../queries.ts'

const choices = [
  { value: '', label: msg`All plans` },
  { value: 'draft', label: msg`Drafts` },
  { value: 'waiting', label: msg`Sent for approval` },
  { value: 'expired', label: msg`Expired` },
  { value: 'applied', label: msg`Applied` },
  { value: 'not_applied', label: msg`Not applied` },
]

interface PlansPageProps {
  /** Opens the form that edits a plan. */
  readonly onEdit: (planId: string) => void
  /** The plan whose form is loading. */
  readonly opening: string | null
  /** Why the form did not open. */
  readonly error: unknown
}

/** All plans, newest first, applied or not. */
export function PlansPage(edit: PlansPageProps): ReactNode {
  const search = useSearch({ from: '/app/plans' })
  const change = useChangeSearch(search)
  const find = useCallback((q: string) => change({ q: q === '' ? undefined : q }), [change])
  return (
    <ListPage
      title={t`Plans`}
      above={
        <>
          <AppLink href={paths.jobs()}>
            <Trans>Jobs</Trans>
          </AppLink>{' '}
          ·{' '}
          <AppLink href={paths.approvals()}>
            <Trans>Approvals</Trans>
          </AppLink>
        </>
      }
      state={t`Planned changes, applied or not. A plan changes nothing until you apply it, and expires after a day.`}
      filter={search}
      queryOf={planListQuery}
      loading={t`Loading plans`}
      columns={[t`Plan`, t`State`, t`Created by`, t`Actions`]}
      renderRow={(plan) => <PlanRow key={plan.id} plan={plan} edit={edit} />}
      empty={<NoPlans filtered={isNarrowed(search)} />}
    >
      <ErrorNote error={edit.error} />
      <fieldset className={list.filters} aria-label={t`Filter plans`}>
        <SearchBox label={t`Find a title, member or ID`} value={search.q ?? ''} onSearch={find} />
        <NativeSelect
          aria-label={t`Plans shown`}
          data={choices.map(({ value, label }) => ({ value, label: i18n._(label) }))}
          value={search.only ?? ''}
          onChange={(event) => change({ only: plansSearch.parse({ only: event.currentTarget.value }).only })}
        />
      </fieldset>
    </ListPage>
  )
}

interface PlanRowProps {
  readonly plan: PlanListEntry
  readonly edit: PlansPageProps
}

function PlanRow({ plan, edit }: PlanRowProps): ReactNode {
  const [isRenaming, setRenaming] = useState(false)
  const toRename = useRenamePermission(plan)
  const title = titleOf(plan)
  const editAct: RowAct = { key: 'edit', label: editLabel(plan), permission, onClick: () => edit.onEdit(plan.id) }
  const rename: RowAct = { key: 'rename', label: t`Rename…`, permission: toRename, onClick: () => setRenaming(true) }
  return (
    <tr>
      <td className={list.wide}>
        <AppLink href={paths.plan(plan.id)} className={list.title}>
          <Sentence text={title} />
        </AppLink>
        <div className={list.quiet}>
          {plan.name === null ? <Subjects plan={plan} /> : <NamedTitle title={plan.title} />}
          {originWords({ ...plan, parentJobId: null })}
        </div>
      </td>
      <td>
        <StateFacts plan={plan} />
      </td>
      <td>
        <bdi className={list.by} title={plan.createdBy}>
          {plan.createdBy}
        </bdi>
        <div className={list.quiet}>
          <Time iso={plan.createdAt} />
        </div>
      </td>
      <td className={list.acts}>
        {plan.isEditable && plan.jobId === null ? <EditButton plan={plan} edit={edit} /> : null}
        <RowMenu name={title} isBusy={edit.opening === plan.id} acts={plan.isEditable ? [editAct, rename] : [rename]} />
        {isRenaming ? <RenamePlan plan={plan} onClose={() => setRenaming(false)} /> : null}
      </td>
    </tr>
  )
}

const permission = 'plans:write'

/** A plan that cannot be applied any more is planned again, with the same form. */
const editLabel = ({ state }: PlanListEntry): string => (state === 'ready' ? t`Edit plan…` : t`Plan again…`)

/** On a phone, only the menu of the row has it. */
function EditButton({ plan, edit }: PlanRowProps): ReactNode {
  const name = isolateText(titleOf(plan))
  return (
    <PermittedButton
      permission={permission}
      variant="default"
      size="compact-sm"
      className={list.rowAct}
      loading={edit.opening === plan.id}
      aria-label={plan.state === 'ready' ? t`Edit plan… ${{ name }}` : t`Plan again… ${{ name }}`}
      onClick={() => edit.onEdit(plan.id)}
    >
      {editLabel(plan)}
    </PermittedButton>
  )
}

function StateFacts({ plan }: { plan: PlanListEntry }): ReactNode {
  return (
    <>
      {stateWords(plan)}
      {plan.jobId === null ? null : (
        <div className={list.quiet}>
          <AppLink href={paths.job(plan.jobId)}>
            <Trans>Show the job</Trans>
          </AppLink>
        </div>
      )}
    </>
  )
}

/** How many users a plan is about, once they are known. */
function Subjects({ plan: { state, total, kinds } }: { plan: PlanListEntry }): ReactNode {
  return state === 'computing' ? null : `${subjectWords(total, kinds)} · `
}

/** What a named plan changes. */
function NamedTitle({ title }: { title: string }): ReactNode {
  return (
    <>
      <Sentence text={title} /> ·{' '}
    </>
  )
}

function NoPlans({ filtered }: { filtered: boolean }): ReactNode {
  return (
    <EmptyState
      icon={<ListChecks size={28} strokeWidth={1.5} />}
      title={filtered ? t`No matching plans` : t`No plans yet`}
      actions={
        <AppLink href={paths.users()}>
          <Trans>Choose users</Trans>
        </AppLink>
      }
    >
      <Trans>Choose users and a change, or upload a file, to create a plan.</Trans>
    </EmptyState>
  )
}
