import { Button } from '@mantine/core'
import type { FailureGroup, JobEntry, JobItemEntry } from '@muster/contracts/jobs'
import { type ReactNode, useState } from 'react'
import { useMay } from '../../lib/session.ts'
import { ErrorNote } from '../../ui/error-note.tsx'
import { CorrectIdentifier } from './correct-identifier.tsx'
import classes from './job-report.module.css'
import { SettleErasure } from './settle-erasure.tsx'
import { usePlanFromJob } from './use-plan-from-job.ts'

interface ItemFixesProps {
  readonly job: JobEntry
  readonly group: FailureGroup
  readonly item: JobItemEntry
}

/** What can be done about one person: ask again, correct how they are named, or decide about a lost erasure. */
export function ItemFixes({ job, group, item }: ItemFixesProps): ReactNode {
  const plan = usePlanFromJob()
  const [correcting, setCorrecting] = useState(false)
  const mayPlan = useMay('plans:write')
  const mayControl = useMay('jobs:control')
  const { outcome } = item
  if (item.retriedBy !== null || outcome === null) return null
  if (outcome === 'unknown' && item.change.kind === 'erase')
    return mayControl ? <SettleErasure job={job} item={item} /> : null
  // What ended well is never asked again.
  if (!mayPlan || outcome === 'changed' || outcome === 'unchanged') return null
  if (correcting) return <CorrectIdentifier job={job} item={item} onClose={() => setCorrecting(false)} />
  return (
    <div className={classes.itemFixes}>
      {group.retryable ? (
        <Button
          size="compact-sm"
          variant="subtle"
          loading={plan.isPending}
          onClick={() => plan.mutate({ kind: 'retry', jobId: job.id, seqs: [item.seq] })}
        >
          Ask again…
        </Button>
      ) : null}
      {group.fixes.includes('replace_identifier') ? (
        <Button size="compact-sm" variant="subtle" onClick={() => setCorrecting(true)}>
          Correct the address…
        </Button>
      ) : null}
      <ErrorNote error={plan.error} />
    </div>
  )
}
