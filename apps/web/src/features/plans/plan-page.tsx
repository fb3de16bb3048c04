import { t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { Loader } from '@mantine/core'
import type { PlanEntry } from '@muster/contracts/plans'
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Pencil } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { AppLink } from '../../lib/app-link.tsx'
import { onMusterEvent } from '../../lib/events.ts'
import { formatNumber } from '../../lib/format.ts'
import { paths } from '../../lib/paths.ts'
import { useMay, useSession } from '../../lib/session.ts'
import { titleOf } from '../../lib/source-text.ts'
import { PermittedButton } from '../../query/permitted-button.tsx'
import { RenameButton } from '../../query/rename-plan.tsx'
import { StepBar } from '../../query/step-bar.tsx'
import { EnvironmentTag } from '../../ui/facts/environment-tag.tsx'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { Page } from '../../ui/page/page.tsx'
import { approvalQuery } from './approval/queries.ts'
import classes from './plan-page.module.css'
import { PlanStateNotice } from './plan-state-notice.tsx'
import { originWords } from './plan-text.ts'
import { planQuery } from './queries.ts'
import { PlanReview } from './review/plan-review.tsx'

interface PlanPageProps {
  /** Opens the form that edits a plan, without these of its items. */
  readonly onEdit: (plan: PlanEntry, without: readonly number[]) => void
}

/** A plan: its changes, users and blocked changes. Nothing is sent before it is applied. */
export function PlanPage({ onEdit }: PlanPageProps): ReactNode {
  const { planId } = useParams({ from: '/app/plans/$planId' })
  usePlanEvents()
  const { data: plan } = useSuspenseQuery(planQuery(planId))
  return <PlanView key={planId} plan={plan} onEdit={onEdit} />
}

function PlanView({ plan, onEdit }: PlanPageProps & { readonly plan: PlanEntry }): ReactNode {
  const mayPlan = useMay('plans:write')
  const [without, setWithout] = useState<ReadonlySet<number>>(new Set())
  const edit = {
    without,
    onToggle: (seq: number) => setWithout((before) => toggled(before, seq)),
    onClear: () => setWithout(new Set()),
  }
  return (
    <Page
      title={titleOf(plan)}
      documentTitle={t`Plan: ${{ title: titleOf(plan) }}`}
      above={<Origin plan={plan} />}
      actions={<PlanActions plan={plan} onEdit={() => onEdit(plan, [...without])} />}
      state={<PlanState plan={plan} />}
    >
      {plan.uploadId === null ? null : (
        <FileSteps upload={paths.upload(plan.uploadId)} isApplied={plan.jobId !== null} />
      )}
      <PlanStateNotice plan={plan} />
      {plan.state === 'computing' ? <PlanComputing plan={plan} /> : null}
      {plan.state === 'ready' || plan.state === 'applied' || plan.state === 'expired' || plan.state === 'replaced' ? (
        <PlanReview plan={plan} edit={plan.isEditable && plan.state === 'ready' && mayPlan ? edit : null} />
      ) : null}
    </Page>
  )
}

/** What the plan changes, whether it was sent, and the state of the directory that it was compared with. */
function PlanState({ plan }: { readonly plan: PlanEntry }): ReactNode {
  const { environment, accountName } = useSession()
  return (
    <>
      {plan.name === null ? null : (
        <div>
          <Sentence text={plan.title} />
        </div>
      )}
      {plan.state === 'applied' ? (
        <Trans>
          Applied to <bdi>{accountName}</bdi> <EnvironmentTag environment={environment} />.
        </Trans>
      ) : (
        <Trans>
          Nothing has been sent to <bdi>{accountName}</bdi> <EnvironmentTag environment={environment} /> yet.
        </Trans>
      )}{' '}
      {plan.directoryAt === null ? null : (
        <Trans>
          Compared with the directory, synced <Time iso={plan.directoryAt} />.
        </Trans>
      )}
    </>
  )
}

function PlanActions({ plan, onEdit }: { readonly plan: PlanEntry; readonly onEdit: () => void }): ReactNode {
  return (
    <>
      <RenameButton plan={plan} />
      {plan.isEditable ? (
        <PermittedButton
          permission="plans:write"
          variant="default"
          leftSection={<Pencil size={16} aria-hidden="true" />}
          onClick={onEdit}
        >
          {plan.state === 'ready' ? t`Edit plan…` : t`Plan again…`}
        </PermittedButton>
      ) : null}
    </>
  )
}

function toggled(before: ReadonlySet<number>, seq: number): ReadonlySet<number> {
  const next = new Set(before)
  if (!next.delete(seq)) next.add(seq)
  return next
}

/** The steps of a file up to its plan. */
function FileSteps({ upload, isApplied }: { readonly upload: string; readonly isApplied: boolean }): ReactNode {
  return (
    <StepBar
      steps={[
        { key: 'file', label: t`File`, state: 'done', to: upload },
        { key: 'columns', label: t`Columns`, state: 'done', to: upload },
        { key: 'rows', label: t`Rows`, state: 'done', to: upload },
        { key: 'plan', label: t`Plan`, state: isApplied ? 'done' : 'current', to: null },
      ]}
    />
  )
}

function Origin({ plan }: { plan: PlanEntry }): ReactNode {
  const origin = originWords(plan)
  return (
    <>
      <Trans>Plan {origin}</Trans>
      {plan.parentJobId === null ? null : (
        <>
          {' '}
          ·{' '}
          <AppLink href={paths.job(plan.parentJobId)}>
            <Trans>job</Trans>
          </AppLink>
        </>
      )}
      {plan.uploadId === null ? null : (
        <>
          {' '}
          ·{' '}
          <AppLink href={paths.upload(plan.uploadId)}>
            <Trans>rows</Trans>
          </AppLink>
        </>
      )}{' '}
      ·{' '}
      <Trans>
        created by <bdi>{plan.createdBy}</bdi> <Time iso={plan.createdAt} />
      </Trans>
    </>
  )
}

/** Updates a plan during its computation: first its progress, then the whole plan. */
function usePlanEvents(): void {
  const client = useQueryClient()
  useEffect(
    () =>
      onMusterEvent('plan', (event) => {
        // Also of a plan seen before, as the draft that this one replaces.
        const { queryKey } = planQuery(event.planId)
        if (event.state !== 'computing') {
          void client.invalidateQueries({ queryKey, exact: true })
          void client.invalidateQueries({ queryKey: approvalQuery(event.planId).queryKey })
        } else
          client.setQueryData(queryKey, (plan) => (plan === undefined ? plan : { ...plan, progress: event.progress }))
      }),
    [client],
  )
}

/** Progress of a plan that the server computes. The computation continues without this page. */
function PlanComputing({ plan }: { plan: PlanEntry }): ReactNode {
  const { total } = plan.summary
  const compared = formatNumber(plan.progress)
  return (
    <output className={classes.computing}>
      <Loader size="sm" aria-hidden="true" />
      <div>
        <strong>
          <Trans>Computing the plan</Trans>
        </strong>
        <p>
          {total > plan.progress ? (
            <Plural
              value={total}
              one={`${compared} of # user compared with the directory.`}
              other={`${compared} of # users compared with the directory.`}
            />
          ) : (
            <Plural
              value={plan.progress}
              one="# user compared with the directory."
              other="# users compared with the directory."
            />
          )}{' '}
          <Trans>Nothing is sent. You can leave this page and come back.</Trans>
        </p>
      </div>
    </output>
  )
}
