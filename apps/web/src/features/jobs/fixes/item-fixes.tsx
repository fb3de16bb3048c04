import { t } from '@lingui/core/macro'
import type { FailureGroup, JobEntry, JobItemEntry } from '@muster/contracts/jobs'
import type { Permission } from '@muster/core/permission'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { PermittedButton } from '../../../query/permitted-button.tsx'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { dismissMutation } from '../queries.ts'
import classes from '../report/job-report.module.css'
import { CorrectIdentifier } from './correct-identifier.tsx'
import { DecideLostErasure } from './decide-lost-erasure.tsx'
import { FixDialog } from './fix-dialog.tsx'
import { type FixTarget, type FlagFix, flagFixes, flagFixLabel, targetsOfItem } from './fix-targets.ts'
import { usePlanFromJob } from './use-plan-from-job.ts'

interface ItemFixesProps {
  readonly job: JobEntry
  readonly group: FailureGroup
  readonly item: JobItemEntry
}

/** Actions for one user: retry, fix the change or the identifier, dismiss. */
export function ItemFixes({ job, group, item }: ItemFixesProps): ReactNode {
  const { outcome } = item
  if (item.retriedBy !== null || outcome === null) return null
  if (outcome === 'unknown' && item.change.kind === 'erase')
    return item.dismissedBy === null ? <DecideLostErasure job={job} item={item} /> : null
  // Successful items are never retried.
  if (outcome === 'changed' || outcome === 'unchanged') return null
  return (
    <>
      {item.dismissedBy === null ? <PlanFixes job={job} group={group} item={item} /> : null}
      <DismissOne job={job} item={item} />
    </>
  )
}

function PlanFixes({ job, group, item }: ItemFixesProps): ReactNode {
  const [correcting, setCorrecting] = useState(false)
  const [target, setTarget] = useState<FixTarget | null>(null)
  const has = (fix: FailureGroup['fixes'][number]) => group.fixes.includes(fix)
  if (correcting) return <CorrectIdentifier job={job} item={item} onClose={() => setCorrecting(false)} />
  return (
    <>
      {has('retry') ? <RetryOne job={job} item={item} label={t`Retry…`} /> : null}
      {flagFixes.filter(has).map((fix) => (
        <RetryOne key={fix} job={job} item={item} label={flagFixLabel(fix)} fix={fix} />
      ))}
      {has('replace_identifier') ? (
        <FixButton label={t`Correct the identifier…`} onClick={() => setCorrecting(true)} />
      ) : null}
      {targetsOfItem(group, item).map((one) => (
        <FixButton key={one.key} label={`${one.label}…`} onClick={() => setTarget(one)} />
      ))}
      {has('plan_again') ? <RetryOne job={job} item={item} label={t`Plan again…`} /> : null}
      <FixDialog key={target?.key} job={job} cause={group.code} target={target} onClose={() => setTarget(null)} />
    </>
  )
}

interface RetryOneProps extends Pick<ItemFixesProps, 'job' | 'item'> {
  readonly label: string
  readonly fix?: FlagFix
}

/** Plans a retry of one user, unchanged or with a flag changed. */
function RetryOne({ job, item, label, fix }: RetryOneProps): ReactNode {
  const plan = usePlanFromJob()
  const fixed = fix === undefined ? {} : { fix: { kind: fix } }
  return (
    <>
      <FixButton
        label={label}
        busy={plan.isPending}
        onClick={() => plan.mutate({ kind: 'retry', jobId: job.id, seqs: [item.seq], ...fixed })}
      />
      <ErrorNote error={plan.error} />
    </>
  )
}

function DismissOne({ job, item }: Pick<ItemFixesProps, 'job' | 'item'>): ReactNode {
  const client = useQueryClient()
  const dismiss = useMutation(dismissMutation(job.id, client))
  const isDismissed = item.dismissedBy !== null
  return (
    <>
      <FixButton
        label={isDismissed ? t`Restore` : t`Dismiss`}
        permission="jobs:control"
        busy={dismiss.isPending}
        onClick={() => dismiss.mutate({ dismissed: !isDismissed, seqs: [item.seq] })}
      />
      <ErrorNote error={dismiss.error} />
    </>
  )
}

interface FixButtonProps {
  readonly label: string
  /** Absent: that of plans. */
  readonly permission?: Permission
  readonly busy?: boolean
  readonly onClick: () => void
}

function FixButton({ label, permission = 'plans:write', busy = false, onClick }: FixButtonProps): ReactNode {
  return (
    <PermittedButton
      permission={permission}
      className={classes.itemFix ?? ''}
      size="compact-sm"
      variant="subtle"
      loading={busy}
      onClick={onClick}
    >
      <Sentence text={label} />
    </PermittedButton>
  )
}
