import { Button } from '@mantine/core'
import type { FailureGroup, JobEntry, JobItemEntry } from '@muster/contracts/jobs'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useMay } from '../../../lib/session.ts'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { dismissMutation } from '../queries.ts'
import classes from '../report/job-report.module.css'
import { CorrectIdentifier } from './correct-identifier.tsx'
import { DecideLostErasure } from './decide-lost-erasure.tsx'
import { FixDialog } from './fix-dialog.tsx'
import { type FixTarget, flagFixes, targetsOfItem } from './fix-targets.ts'
import { usePlanFromJob } from './use-plan-from-job.ts'

interface ItemFixesProps {
  readonly job: JobEntry
  readonly group: FailureGroup
  readonly item: JobItemEntry
}

/** What can be done about one person: ask again, fix what was asked or how they are named, leave them out. */
export function ItemFixes({ job, group, item }: ItemFixesProps): ReactNode {
  const mayPlan = useMay('plans:write')
  const mayControl = useMay('jobs:control')
  const { outcome } = item
  if (item.retriedBy !== null || outcome === null) return null
  if (outcome === 'unknown' && item.change.kind === 'erase')
    return mayControl && item.dismissedBy === null ? <DecideLostErasure job={job} item={item} /> : null
  // What ended well is never asked again.
  if (outcome === 'changed' || outcome === 'unchanged') return null
  return (
    <>
      {mayPlan && item.dismissedBy === null ? <PlanFixes job={job} group={group} item={item} /> : null}
      {mayControl ? <LeaveOneOut job={job} item={item} /> : null}
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
      {has('retry') ? <RetryOne job={job} item={item} label="Ask again…" /> : null}
      {flagFixes
        .filter(({ kind }) => has(kind))
        .map(({ kind, label }) => (
          <RetryOne key={kind} job={job} item={item} label={`${label}…`} fix={kind} />
        ))}
      {has('replace_identifier') ? (
        <FixButton label="Correct the address…" onClick={() => setCorrecting(true)} />
      ) : null}
      {targetsOfItem(group, item).map((one) => (
        <FixButton key={one.key} label={`${one.label}…`} onClick={() => setTarget(one)} />
      ))}
      {has('plan_again') ? <RetryOne job={job} item={item} label="Plan again…" /> : null}
      <FixDialog key={target?.key} job={job} cause={group.code} target={target} onClose={() => setTarget(null)} />
    </>
  )
}

interface RetryOneProps extends Pick<ItemFixesProps, 'job' | 'item'> {
  readonly label: string
  readonly fix?: (typeof flagFixes)[number]['kind']
}

/** Asks one person again with a click, as it was or with a flag turned. */
function RetryOne({ job, item, label, fix }: RetryOneProps): ReactNode {
  const plan = usePlanFromJob()
  const mended = fix === undefined ? {} : { fix: { kind: fix } }
  return (
    <>
      <FixButton
        label={label}
        busy={plan.isPending}
        onClick={() => plan.mutate({ kind: 'retry', jobId: job.id, seqs: [item.seq], ...mended })}
      />
      <ErrorNote error={plan.error} />
    </>
  )
}

function LeaveOneOut({ job, item }: Pick<ItemFixesProps, 'job' | 'item'>): ReactNode {
  const client = useQueryClient()
  const leave = useMutation(dismissMutation(job.id, client))
  const out = item.dismissedBy !== null
  return (
    <>
      <FixButton
        label={out ? 'Take in again' : 'Leave this person out'}
        busy={leave.isPending}
        onClick={() => leave.mutate({ dismissed: !out, seqs: [item.seq] })}
      />
      <ErrorNote error={leave.error} />
    </>
  )
}

interface FixButtonProps {
  readonly label: string
  readonly busy?: boolean
  readonly onClick: () => void
}

function FixButton({ label, busy = false, onClick }: FixButtonProps): ReactNode {
  return (
    <Button className={classes.itemFix} size="compact-sm" variant="subtle" loading={busy} onClick={onClick}>
      <Sentence text={label} />
    </Button>
  )
}
