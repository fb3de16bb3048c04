import { t } from '@lingui/core/macro'
import { Plural } from '@lingui/react/macro'
import { UnstyledButton } from '@mantine/core'
import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useGo } from '../../../lib/app-link.tsx'
import { formatNumber } from '../../../lib/format.ts'
import { paths } from '../../../lib/paths.ts'
import { subjectWords } from '../../../lib/subject-text.ts'
import { PermittedButton } from '../../../query/permitted-button.tsx'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { correctFailuresMutation, mostIdentifiers, removeFirstMutation } from '../queries.ts'
import classes from '../report/job-report.module.css'
import { resolvedCauseWords } from './cause-status.ts'
import { DecideLostErasures } from './decide-lost-erasures.tsx'
import { Dismiss } from './dismiss.tsx'
import { FixDialog } from './fix-dialog.tsx'
import type { FixTarget } from './fix-targets.ts'
import { targetsOfGroup } from './fix-targets.ts'
import { RetryButton } from './retry-button.tsx'

/**
 * Opens only the failed rows in the grid, with their numbers in the file. For invalid rows, for many identifiers at
 * once, and for every failure that needs another change.
 */
function CorrectRows({ job, group }: { job: JobEntry; group: FailureGroup }): ReactNode {
  const go = useGo()
  const open = useMutation({
    ...correctFailuresMutation(job.id, group.code),
    onSuccess: (upload) => go(paths.upload(upload.id)),
  })
  // A retry of a file's job has rows as well; selected users have none.
  const isOnlyWay = group.code === 'row_invalid' && (job.source === 'upload' || job.source === 'retry')
  const fits = isOnlyWay || (job.source === 'upload' && (!group.retryable || canReplaceIdentifier(group)))
  if (!fits) return null
  return (
    <>
      <PermittedButton
        permission="uploads:write"
        variant={isOnlyWay ? 'filled' : 'default'}
        loading={open.isPending}
        onClick={() => open.mutate()}
      >
        <Plural value={group.open} one="Correct # row in the grid…" other="Correct # rows in the grid…" />
      </PermittedButton>
      <ErrorNote error={open.error} />
    </>
  )
}

const canReplaceIdentifier = ({ fixes }: FailureGroup) => fixes.includes('replace_identifier')

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
  const isResolved = group.open === 0
  return (
    <div className={classes.fixes}>
      {isResolved ? <p className={classes.remedy}>{resolvedCauseWords(group)}</p> : null}
      {isResolved ? null : <RetryButton job={job} group={group} details={active} />}
      {isResolved ? null : <RemoveFirst job={job} group={group} />}
      {isResolved ? null : <CorrectRows job={job} group={group} />}
      <DecideLostErasures job={job} group={group} />
      <Dismiss job={job} group={group} details={active} />
      {group.details.length === 0 ? null : (
        <CauseTargets job={job} group={group} active={active} onPick={onPick} onFix={setTarget} />
      )}
      <FixDialog key={target?.key} job={job} cause={group.code} target={target} onClose={() => setTarget(null)} />
    </div>
  )
}

interface CauseTargetsProps {
  readonly job: JobEntry
  readonly group: FailureGroup
  readonly active: string | null
  readonly onPick: (details: string | undefined) => void
  readonly onFix: (target: FixTarget) => void
}

type Details = FailureGroup['details'][number]

function detailsCount({ count, open }: Details, kinds: JobEntry['kinds']): string {
  const subjects = subjectWords(count, kinds)
  return open === count ? subjects : t`${subjects}, ${{ open: formatNumber(open) }} open`
}

/** The roles, bots and groups that a cause names. Each filters the users below and has its own fixes. */
function CauseTargets({ job, group, active, onPick, onFix }: CauseTargetsProps): ReactNode {
  return (
    <ul className={classes.targets}>
      {group.details.map((details) => (
        <li key={details.key} className={classes.details}>
          <UnstyledButton
            className={classes.detailsLabel}
            aria-pressed={details.key === active}
            onClick={() => onPick(details.key === active ? undefined : details.key)}
          >
            <bdi>{details.label}</bdi> <span className={classes.open}>{detailsCount(details, job.kinds)}</span>
          </UnstyledButton>
          {details.open === 0
            ? null
            : targetsOfGroup(group, details, job.kinds).map((target) => (
                <PermittedButton
                  key={target.key}
                  permission="plans:write"
                  className={classes.itemFix ?? ''}
                  size="compact-sm"
                  variant="default"
                  onClick={() => onFix(target)}
                >
                  <Sentence text={`${target.label}…`} />
                </PermittedButton>
              ))}
        </li>
      ))}
    </ul>
  )
}

/** Plans the removal of people who are still users: Kore.ai erases their data only after that. */
function RemoveFirst({ job, group }: { job: JobEntry; group: FailureGroup }): ReactNode {
  const go = useGo()
  const removal = useMutation({
    ...removeFirstMutation(job.id, group.code),
    onSuccess: (plan) => go(paths.plan(plan.id)),
  })
  if (!group.fixes.includes('remove_first')) return null
  return (
    <>
      <PermittedButton
        permission="plans:write"
        variant="default"
        loading={removal.isPending}
        onClick={() => removal.mutate()}
      >
        {group.open > mostIdentifiers
          ? t`Remove the first ${{ count: formatNumber(mostIdentifiers) }} from the account first…`
          : t`Remove them from the account first…`}
      </PermittedButton>
      <ErrorNote error={removal.error} />
    </>
  )
}
