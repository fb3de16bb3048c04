import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import { type ReactNode, useState } from 'react'
import { lacksWords } from '../../../lib/permission-text.ts'
import { useMay } from '../../../lib/session.ts'
import classes from '../report/job-report.module.css'
import { resolvedCauseWords } from './cause-status.ts'
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
  /** Key of the details that filter the list. */
  readonly active: string | null
  readonly onPick: (details: string | undefined) => void
}

/** Fixes for a whole cause. Each makes a new plan with only these users; nothing is sent before its review. */
export function CauseFixes({ job, group, active, onPick }: CauseFixesProps): ReactNode {
  const [target, setTarget] = useState<FixTarget | null>(null)
  const may = useMay('plans:write')
  const isResolved = group.open === 0
  return (
    <div className={classes.fixes}>
      {isResolved ? <p className={classes.remedy}>{resolvedCauseWords(group)}</p> : null}
      {isResolved || may ? null : <p className={classes.remedy}>{lacksWords('plans:write')}</p>}
      {isResolved || !may ? null : <RetryButton job={job} group={group} details={active} />}
      {isResolved || !may ? null : <RemoveFirst job={job} group={group} />}
      {isResolved ? null : <CorrectRows job={job} group={group} />}
      <DecideLostErasures job={job} group={group} />
      <Dismiss job={job} group={group} details={active} />
      {group.details.length === 0 ? null : (
        <CauseTargets job={job} group={group} active={active} onPick={onPick} {...(may ? { onFix: setTarget } : {})} />
      )}
      <FixDialog key={target?.key} job={job} cause={group.code} target={target} onClose={() => setTarget(null)} />
    </div>
  )
}
