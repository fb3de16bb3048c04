import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import type { ReactNode } from 'react'
import { PermittedButton } from '../../../query/permitted-button.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { flagFixes, flagFixLabel } from './fix-targets.ts'
import { planAgainLabel, planShownAgainLabel, retryLabel, retryShownLabel } from './fix-text.ts'
import { usePlanFromJob } from './use-plan-from-job.ts'

interface RetryButtonProps {
  readonly job: JobEntry
  readonly group: FailureGroup
  /** Key of the details that filter the list: then only those are retried. */
  readonly details: string | null
}

/** The fixes that need only a click: retry unchanged, or with a flag changed. */
export function RetryButton({ job, group, details }: RetryButtonProps): ReactNode {
  const plan = usePlanFromJob()
  const has = (fix: FailureGroup['fixes'][number]) => group.fixes.includes(fix)
  const shown = group.details.find(({ key }) => key === details)
  const count = shown?.open ?? group.retriable
  if (count === 0) return null
  const retry = {
    kind: 'retry' as const,
    jobId: job.id,
    cause: group.code,
    ...(shown === undefined ? {} : { details: shown.key }),
  }
  const button = (label: string, source: Parameters<typeof plan.mutate>[0], variant: 'filled' | 'default') => (
    <PermittedButton
      key={label}
      permission="plans:write"
      variant={variant}
      loading={plan.isPending}
      onClick={() => plan.mutate(source)}
    >
      {label}
    </PermittedButton>
  )
  const [retryWords, planWords] =
    shown === undefined ? [retryLabel, planAgainLabel] : [retryShownLabel, planShownAgainLabel]
  return (
    <>
      {flagFixes.filter(has).map((kind) => button(flagFixLabel(kind), { ...retry, fix: { kind } }, 'default'))}
      {has('retry') ? button(retryWords(count, job.kinds), retry, 'filled') : null}
      {has('plan_again') ? button(planWords(count, job.kinds), retry, 'default') : null}
      <ErrorNote error={plan.error} />
    </>
  )
}
