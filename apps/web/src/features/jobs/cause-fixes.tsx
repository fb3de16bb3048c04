import { Button, UnstyledButton } from '@mantine/core'
import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useGo } from '../../lib/desk-link.tsx'
import { formatNumber, formatPlural } from '../../lib/format.ts'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/session.ts'
import { ErrorNote } from '../../ui/error-note.tsx'
import { FixDialog, type FixTarget } from './fix-dialog.tsx'
import classes from './job-report.module.css'
import { removeFirstMutation } from './queries.ts'
import { usePlanFromJob } from './use-plan-from-job.ts'

interface CauseFixesProps {
  readonly job: JobEntry
  readonly group: FailureGroup
  readonly active: string | null
  readonly onPick: (about: string | undefined) => void
}

/** Fixes for a whole cause. Each makes a new plan with only these people; nothing is sent before it is reviewed. */
export function CauseFixes({ job, group, active, onPick }: CauseFixesProps): ReactNode {
  const go = useGo()
  const plan = usePlanFromJob()
  const removal = useMutation({
    ...removeFirstMutation(job.id, group.code),
    onSuccess: (made) => go(paths.plan(made.id)),
  })
  const [target, setTarget] = useState<FixTarget | null>(null)
  const may = useMay('plans:write')
  const has = (fix: FailureGroup['fixes'][number]) => group.fixes.includes(fix)
  if (!may) return <p className={classes.remedy}>Your role does not allow planning fixes.</p>
  if (group.open === 0) return <p className={classes.remedy}>Everyone here has been asked again already.</p>
  const again = () => plan.mutate({ kind: 'retry', jobId: job.id, cause: group.code })
  return (
    <div className={classes.fixes}>
      {has('retry') || has('plan_again') ? (
        <Button size="xs" loading={plan.isPending} onClick={again}>
          {has('retry')
            ? `Ask ${formatPlural(group.open, 'user')} again…`
            : `Plan ${formatPlural(group.open, 'user')} again…`}
        </Button>
      ) : null}
      {has('remove_first') ? (
        <Button size="xs" variant="default" loading={removal.isPending} onClick={() => removal.mutate()}>
          Remove them from the account first…
        </Button>
      ) : null}
      {group.about.length === 0 ? null : (
        <ul className={classes.abouts}>
          {group.about.map((about) => (
            <li key={about.key} className={classes.about}>
              <UnstyledButton
                className={classes.aboutLabel}
                aria-pressed={about.key === active}
                onClick={() => onPick(about.key === active ? undefined : about.key)}
              >
                <bdi>{about.label}</bdi> <span className={classes.open}>{formatNumber(about.count)}</span>
              </UnstyledButton>
              <AboutFixes about={about} fixes={group.fixes} onFix={setTarget} />
            </li>
          ))}
        </ul>
      )}
      <ErrorNote error={plan.error ?? removal.error} />
      <FixDialog key={target?.key} job={job} cause={group.code} target={target} onClose={() => setTarget(null)} />
    </div>
  )
}

interface AboutFixesProps {
  readonly about: FailureGroup['about'][number]
  readonly fixes: FailureGroup['fixes']
  readonly onFix: (target: FixTarget) => void
}

function AboutFixes({ about, fixes, onFix }: AboutFixesProps): ReactNode {
  const { role, groupId } = about
  const targets: (FixTarget & { readonly label: string })[] = []
  const base = { name: about.label, count: about.count }
  if (role !== null && fixes.includes('replace_role')) {
    targets.push({ ...base, key: `replace ${about.key}`, kind: 'replace_role', role, label: 'Choose another role…' })
  }
  if (role !== null && fixes.includes('drop_role')) {
    targets.push({ ...base, key: `drop ${about.key}`, kind: 'drop_role', role, label: 'Leave this role out…' })
  }
  if (groupId !== null && fixes.includes('replace_group')) {
    targets.push({
      ...base,
      key: `replace ${about.key}`,
      kind: 'replace_group',
      groupId,
      label: 'Choose another group…',
    })
  }
  if (groupId !== null && fixes.includes('drop_group')) {
    targets.push({ ...base, key: `drop ${about.key}`, kind: 'drop_group', groupId, label: 'Leave this group out…' })
  }
  return targets.map((target) => (
    <Button key={target.key} size="compact-sm" variant="default" onClick={() => onFix(target)}>
      {target.label}
    </Button>
  ))
}
