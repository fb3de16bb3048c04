import { Button } from '@mantine/core'
import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import { subjectsInWords } from '@muster/core/wording/effect-label'
import type { ReactNode } from 'react'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { flagFixes } from './fix-targets.ts'
import { usePlanFromJob } from './use-plan-from-job.ts'

interface RetryButtonProps {
  readonly job: JobEntry
  readonly group: FailureGroup
  /** Key of what the list is filtered by: then only those are asked. */
  readonly details: string | null
}

/** The fixes that need no more than a click: the same again, or with a flag turned. */
export function RetryButton({ job, group, details }: RetryButtonProps): ReactNode {
  const plan = usePlanFromJob()
  const has = (fix: FailureGroup['fixes'][number]) => group.fixes.includes(fix)
  const shown = group.details.find(({ key }) => key === details)
  if ((shown?.open ?? group.retriable) === 0) return null
  const whom =
    shown === undefined
      ? subjectsInWords(group.retriable, job.kinds)
      : `these ${subjectsInWords(shown.open, job.kinds)}`
  const requested = {
    kind: 'retry' as const,
    jobId: job.id,
    cause: group.code,
    ...(shown === undefined ? {} : { details: shown.key }),
  }
  const button = (label: string, source: Parameters<typeof plan.mutate>[0], variant: 'filled' | 'default') => (
    <Button key={label} size="xs" variant={variant} loading={plan.isPending} onClick={() => plan.mutate(source)}>
      {label}…
    </Button>
  )
  return (
    <>
      {flagFixes
        .filter(({ kind }) => has(kind))
        .map(({ kind, label }) => button(label, { ...requested, fix: { kind } }, 'default'))}
      {has('retry') ? button(`Ask ${whom} again`, requested, 'filled') : null}
      {has('plan_again') ? button(`Plan ${whom} again`, requested, 'default') : null}
      <ErrorNote error={plan.error} />
    </>
  )
}
