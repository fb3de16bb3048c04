import { t } from '@lingui/core/macro'
import type { FailureGroup, JobEntry, JobItemEntry } from '@muster/contracts/jobs'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { type RowAct, RowMenu } from '../../../query/row-menu.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { dismissMutation } from '../queries.ts'
import { CorrectIdentifier } from './correct-identifier.tsx'
import { DecideLostErasure } from './decide-lost-erasures.tsx'
import { FixDialog } from './fix-dialog.tsx'
import { type FixTarget, type FlagFix, flagFixes, flagFixLabel, targetsOfItem } from './fix-targets.ts'
import { usePlanFromJob } from './use-plan-from-job.ts'

interface ItemFixesProps {
  readonly job: JobEntry
  readonly group: FailureGroup
  readonly item: JobItemEntry
  /** Other actions of the menu. */
  readonly more: readonly RowAct[]
}

export const itemName = ({ user, identifier }: Pick<JobItemEntry, 'user' | 'identifier'>): string =>
  user?.email ?? identifier.value

/** The menu for one user of a report: retry, fix the change or the identifier, dismiss. Forms open below it. */
export function ItemFixes({ job, group, item, more }: ItemFixesProps): ReactNode {
  const { outcome } = item
  if (outcome === 'unknown' && item.change.kind === 'erase' && item.retriedBy === null && item.dismissedBy === null)
    return <DecideLostErasure job={job} item={item} more={more} />
  // A retried item has another row in the retry; a successful one is never retried.
  const isOpen = item.retriedBy === null && outcome !== null && outcome !== 'changed' && outcome !== 'unchanged'
  return isOpen ? (
    <OpenItem job={job} group={group} item={item} more={more} />
  ) : (
    <RowMenu name={itemName(item)} isBusy={false} acts={more} />
  )
}

function OpenItem({ job, group, item, more }: ItemFixesProps): ReactNode {
  const [isCorrecting, setCorrecting] = useState(false)
  const [target, setTarget] = useState<FixTarget | null>(null)
  const plan = usePlanFromJob()
  const dismiss = useMutation(dismissMutation(job.id, useQueryClient()))
  const isDismissed = item.dismissedBy !== null
  const retry = (fix: RetryFix) => plan.mutate({ kind: 'retry', jobId: job.id, seqs: [item.seq], ...fix })
  const planned = isDismissed
    ? []
    : fixActs({ group, item, onRetry: retry, onCorrect: () => setCorrecting(true), onTarget: setTarget })
  const acts: readonly RowAct[] = [
    ...planned,
    {
      key: 'dismiss',
      label: isDismissed ? t`Restore` : t`Dismiss`,
      permission: 'jobs:control',
      onClick: () => dismiss.mutate({ dismissed: !isDismissed, seqs: [item.seq] }),
    },
    ...more,
  ]
  return (
    <>
      <RowMenu name={itemName(item)} isBusy={plan.isPending || dismiss.isPending} acts={acts} />
      {isCorrecting ? <CorrectIdentifier job={job} item={item} onClose={() => setCorrecting(false)} /> : null}
      <FixDialog key={target?.key} job={job} cause={group.code} target={target} onClose={() => setTarget(null)} />
      <ErrorNote error={plan.error ?? dismiss.error} />
    </>
  )
}

/** A flag to change with the retry; none for an unchanged one. */
type RetryFix = Readonly<Record<string, never>> | { readonly fix: { readonly kind: FlagFix } }

interface FixActsOptions extends Pick<ItemFixesProps, 'group' | 'item'> {
  /** Plans a retry, unchanged or with a fix. */
  readonly onRetry: (fix: RetryFix) => void
  readonly onCorrect: () => void
  readonly onTarget: (target: FixTarget) => void
}

/** The fixes of a cause for one user. Each ends in a plan for this user only. */
function fixActs({ group, item, onRetry, onCorrect, onTarget }: FixActsOptions): readonly RowAct[] {
  const has = (fix: FailureGroup['fixes'][number]) => group.fixes.includes(fix)
  const act = (key: string, label: string, onClick: () => void): RowAct => ({
    key,
    label,
    permission: 'plans:write',
    onClick,
  })
  return [
    ...(has('retry') ? [act('retry', t`Retry…`, () => onRetry({}))] : []),
    ...flagFixes.filter(has).map((kind) => act(kind, flagFixLabel(kind), () => onRetry({ fix: { kind } }))),
    ...(has('replace_identifier') ? [act('correct', t`Correct the identifier…`, onCorrect)] : []),
    ...targetsOfItem(group, item).map((one) => act(one.key, `${one.label}…`, () => onTarget(one))),
    ...(has('plan_again') ? [act('plan_again', t`Plan again…`, () => onRetry({}))] : []),
  ]
}
