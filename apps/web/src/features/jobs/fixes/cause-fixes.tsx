import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import { type ReactNode, useState } from 'react'
import { useMay } from '../../../lib/session.ts'
import classes from '../report/job-report.module.css'
import { causeStatus } from './cause-status.ts'
import { CauseTargets } from './cause-targets.tsx'
import { CorrectRows } from './correct-rows.tsx'
import { DecideLostErasures } from './decide-lost-erasures.tsx'
import { Dismiss } from './dismiss.tsx'
import { FixDialog } from './fix-dialog.tsx'
import type { FixTarget } from './fix-targets.ts'
import { RemoveFirst } from './remove-first.tsx'
import { RetryButton } from './retry-button.tsx'

interface CauseFixesProps {
  readonly job: JobEntry
  readonly group: FailureGroup
  /** Key of what the list is filtered by. */
  readonly active: string | null
  readonly onPick: (details: string | undefined) => void
}

/** Fixes for a whole cause. Each makes a new plan with only these people; nothing is sent before it is reviewed. */
export function CauseFixes({ job, group, active, onPick }: CauseFixesProps): ReactNode {
  const [target, setTarget] = useState<FixTarget | null>(null)
  const may = useMay('plans:write')
  const settled = group.open === 0
  return (
    <div className={classes.fixes}>
      {settled ? <p className={classes.remedy}>Nobody here is left to deal with: {causeStatus(group)}.</p> : null}
      {settled || may ? null : <p className={classes.remedy}>Your role does not allow planning fixes.</p>}
      {settled || !may ? null : <RetryButton job={job} group={group} details={active} />}
      {settled || !may ? null : <RemoveFirst job={job} group={group} />}
      {settled ? null : <CorrectRows job={job} group={group} />}
      <DecideLostErasures job={job} group={group} />
      <Dismiss job={job} group={group} details={active} />
      {group.details.length === 0 ? null : (
        <CauseTargets job={job} group={group} active={active} onPick={onPick} {...(may ? { onFix: setTarget } : {})} />
      )}
      <FixDialog key={target?.key} job={job} cause={group.code} target={target} onClose={() => setTarget(null)} />
    </div>
  )
}
