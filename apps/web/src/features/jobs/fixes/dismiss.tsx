import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { PermittedButton } from '../../../query/permitted-button.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { dismissMutation } from '../queries.ts'
import { dismissLabel, dismissShownLabel, restoreLabel } from './fix-text.ts'

interface DismissProps {
  readonly job: JobEntry
  readonly group: FailureGroup
  /** Key of the details that filter the list: then only those. */
  readonly details: string | null
}

/** Dismisses the failures of a cause, or those the list shows: they are not retried. One click restores them. */
export function Dismiss({ job, group, details }: DismissProps): ReactNode {
  const client = useQueryClient()
  const dismiss = useMutation(dismissMutation(job.id, client))
  // A lost erasure has its own decision.
  const open =
    details === null ? group.open - group.undecided : (group.details.find(({ key }) => key === details)?.open ?? 0)
  if (open === 0 && group.dismissed === 0) return null
  const failures = { cause: group.code, ...(details === null ? {} : { details }) }
  return (
    <>
      {open === 0 ? null : (
        <PermittedButton
          permission="jobs:control"
          variant="subtle"
          loading={dismiss.isPending}
          onClick={() => dismiss.mutate({ dismissed: true, ...failures })}
        >
          {details === null ? dismissLabel(open, job.kinds) : dismissShownLabel(open, job.kinds)}
        </PermittedButton>
      )}
      {group.dismissed === 0 || details !== null ? null : (
        <PermittedButton
          permission="jobs:control"
          variant="subtle"
          loading={dismiss.isPending}
          onClick={() => dismiss.mutate({ dismissed: false, ...failures })}
        >
          {restoreLabel(group.dismissed, job.kinds)}
        </PermittedButton>
      )}
      <ErrorNote error={dismiss.error} />
    </>
  )
}
