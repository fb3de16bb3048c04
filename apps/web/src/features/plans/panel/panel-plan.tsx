import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Loader } from '@mantine/core'
import type { PlanEntry, PlanItemEntry } from '@muster/contracts/plans'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useAccessNames } from '../../../lib/access.ts'
import { AppLink } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { ApplyBar } from '../apply/apply-bar.tsx'
import { useApplyPlan } from '../apply/use-apply-plan.ts'
import { ApprovalPanel } from '../approval/approval-panel.tsx'
import { approvalQuery } from '../approval/queries.ts'
import { PlanStateNotice } from '../plan-state-notice.tsx'
import { planItemsQuery, planQuery } from '../queries.ts'
import { ItemChanges, ItemNotes } from '../review/plan-item-row.tsx'
import classes from './panel-plan.module.css'
import { isPlain } from './plain-plan.ts'

interface PanelPlanProps {
  readonly plan: PlanEntry
  /** Applies a plan that is exactly what was requested and needs no look; shows any other. */
  readonly isDirect: boolean
  /** Back to the changes, which are still on screen. */
  readonly onBack: () => void
  readonly onApplied: (jobId: string) => void
}

/** The plan of one user inside the panel of the user: its changes, what blocks it, and the button that applies it. */
export function PanelPlan({ plan: made, isDirect, onBack, onApplied }: PanelPlanProps): ReactNode {
  const { data: plan } = useQuery({ ...planQuery(made.id), initialData: made })
  const items = useInfiniteQuery(planItemsQuery(made.id, {}))
  const item = items.data?.pages[0]?.items[0]
  const { data: approval, error: approvalError } = useQuery(approvalQuery(made.id))
  const { mutate, error: applyError } = useApplyPlan(plan, onApplied).apply
  const error =
    applyError ?? (item === undefined ? items.error : null) ?? (approval === undefined ? approvalError : null)
  // Kept, because a query that is tried again has no error until it fails again. After a failure only a click applies, not a
  // connection that comes back.
  const [failure, setFailure] = useState<unknown>(null)
  if (error !== null && error !== failure) setFailure(error)
  const hasFailed = failure !== null || plan.state === 'failed'
  const isReady = item !== undefined && approval !== undefined
  const isAtOnce = isDirect && !hasFailed && (!isReady || isPlain({ plan, item, approval }))
  const hasTried = useRef(false)
  useEffect(() => {
    if (!isAtOnce || !isReady || hasTried.current) return
    hasTried.current = true
    mutate(null)
  }, [isAtOnce, isReady, mutate])
  if ((!isReady && !hasFailed) || isAtOnce)
    return (
      <output className={classes.wait}>
        <Loader size="xs" aria-hidden="true" /> {isDirect ? t`Applying` : t`Comparing with the directory`}
      </output>
    )
  return (
    <ReviewedPlan plan={plan} item={item} error={isReady ? error : failure} onBack={onBack} onApplied={onApplied} />
  )
}

interface ReviewedPlanProps extends Pick<PanelPlanProps, 'plan' | 'onBack' | 'onApplied'> {
  /** Undefined for a plan that failed or could not be loaded. */
  readonly item: PlanItemEntry | undefined
  /** Why the plan was not applied at once, or could not be loaded. */
  readonly error: unknown
}

function ReviewedPlan({ plan, item, error, onBack, onApplied }: ReviewedPlanProps): ReactNode {
  const names = useAccessNames()
  return (
    <section className={classes.panel} aria-label={t`Plan`}>
      <div className={classes.head}>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<ArrowLeft size={14} className={classes.arrow} aria-hidden="true" />}
          onClick={onBack}
        >
          <Trans>Back to the changes</Trans>
        </Button>
        <AppLink href={paths.plan(plan.id)}>
          <Trans>Open the plan</Trans>
        </AppLink>
      </div>
      <h3 className={classes.title}>
        <Sentence text={plan.title} />
      </h3>
      <PlanStateNotice plan={plan} />
      <ErrorNote error={error} />
      {item === undefined ? null : (
        <>
          <ItemChanges item={item} names={names} />
          <ItemNotes item={item} />
        </>
      )}
      <ApprovalPanel plan={plan} />
      {plan.state === 'ready' && item !== undefined ? <ApplyBar plan={plan} onApplied={onApplied} /> : null}
    </section>
  )
}
