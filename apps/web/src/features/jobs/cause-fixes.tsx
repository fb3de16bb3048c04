import { Button } from '@mantine/core'
import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useGo } from '../../lib/desk-link.tsx'
import { formatNumber, formatPlural } from '../../lib/format.ts'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/session.ts'
import { ErrorNote } from '../../ui/error-note.tsx'
import { CauseAbouts } from './cause-abouts.tsx'
import { causeStanding } from './cause-standing.ts'
import { CorrectRows } from './correct-rows.tsx'
import { FixDialog } from './fix-dialog.tsx'
import { type FixTarget, flagFixes } from './fix-targets.ts'
import classes from './job-report.module.css'
import { LeaveOut } from './leave-out.tsx'
import { mostIdentifiers, removeFirstMutation } from './queries.ts'
import { SettleLost } from './settle-lost.tsx'
import { usePlanFromJob } from './use-plan-from-job.ts'

interface CauseFixesProps {
  readonly job: JobEntry
  readonly group: FailureGroup
  /** Key of what the list is filtered by. */
  readonly active: string | null
  readonly onPick: (about: string | undefined) => void
}

/** Fixes for a whole cause. Each makes a new plan with only these people; nothing is sent before it is reviewed. */
export function CauseFixes({ job, group, active, onPick }: CauseFixesProps): ReactNode {
  const [target, setTarget] = useState<FixTarget | null>(null)
  const may = useMay('plans:write')
  const settled = group.open === 0
  return (
    <div className={classes.fixes}>
      {settled ? <p className={classes.remedy}>Nobody here is left to deal with: {causeStanding(group)}.</p> : null}
      {settled || may ? null : <p className={classes.remedy}>Your role does not allow planning fixes.</p>}
      {settled || !may ? null : <AskAgain job={job} group={group} />}
      {settled ? null : <CorrectRows job={job} group={group} />}
      <SettleLost job={job} group={group} />
      <LeaveOut job={job} group={group} about={active} />
      {group.about.length === 0 ? null : (
        <CauseAbouts job={job} group={group} active={active} onPick={onPick} {...(may ? { onFix: setTarget } : {})} />
      )}
      <FixDialog key={target?.key} job={job} cause={group.code} target={target} onClose={() => setTarget(null)} />
    </div>
  )
}

/** The fixes that need no more than a click: the same again, or first what must come before it. */
function AskAgain({ job, group }: { job: JobEntry; group: FailureGroup }): ReactNode {
  const go = useGo()
  const plan = usePlanFromJob()
  const removal = useMutation({
    ...removeFirstMutation(job.id, group.code),
    onSuccess: (made) => go(paths.plan(made.id)),
  })
  const has = (fix: FailureGroup['fixes'][number]) => group.fixes.includes(fix)
  const whom = formatPlural(group.askable, 'user')
  const again = (fix?: 'developer_on' | 'bot_creation_off') =>
    plan.mutate({
      kind: 'retry',
      jobId: job.id,
      cause: group.code,
      ...(fix === undefined ? {} : { fix: { kind: fix } }),
    })
  if (group.askable === 0) return null
  return (
    <>
      {flagFixes
        .filter(({ kind }) => has(kind))
        .map(({ kind, label }) => (
          <Button key={kind} size="xs" variant="default" loading={plan.isPending} onClick={() => again(kind)}>
            {label}…
          </Button>
        ))}
      {has('retry') || has('plan_again') ? (
        <Button
          size="xs"
          variant={has('retry') ? 'filled' : 'default'}
          loading={plan.isPending}
          onClick={() => again()}
        >
          {has('retry') ? `Ask ${whom} again…` : `Plan ${whom} again…`}
        </Button>
      ) : null}
      {has('remove_first') ? (
        <Button size="xs" variant="default" loading={removal.isPending} onClick={() => removal.mutate()}>
          {group.open > mostIdentifiers
            ? `Remove the first ${formatNumber(mostIdentifiers)} from the account first…`
            : 'Remove them from the account first…'}
        </Button>
      ) : null}
      <ErrorNote error={plan.error ?? removal.error} />
    </>
  )
}
