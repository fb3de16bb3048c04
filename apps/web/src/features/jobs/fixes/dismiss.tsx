import { Button } from '@mantine/core'
import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import { subjectsInWords } from '@muster/core/wording/effect-label'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMay } from '../../../lib/session.ts'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { dismissMutation } from '../queries.ts'

interface DismissProps {
  readonly job: JobEntry
  readonly group: FailureGroup
  /** Key of what the list is filtered by: then only those. */
  readonly details: string | null
}

/** Drops a cause, or what is shown of it: nobody asks these people again. Taken back with one click as well. */
export function Dismiss({ job, group, details }: DismissProps): ReactNode {
  const client = useQueryClient()
  const leave = useMutation(dismissMutation(job.id, client))
  const may = useMay('jobs:control')
  // A lost erasure is left by the decision about it.
  const open =
    details === null ? group.open - group.undecided : (group.details.find(({ key }) => key === details)?.open ?? 0)
  if (!may || (open === 0 && group.dismissed === 0)) return null
  const which = { cause: group.code, ...(details === null ? {} : { details }) }
  return (
    <>
      {open === 0 ? null : (
        <Button
          size="xs"
          variant="subtle"
          loading={leave.isPending}
          onClick={() => leave.mutate({ dismissed: true, ...which })}
        >
          {details === null ? 'Leave ' : 'Leave these '}
          {subjectsInWords(open, job.kinds)} out
        </Button>
      )}
      {group.dismissed === 0 || details !== null ? null : (
        <Button
          size="xs"
          variant="subtle"
          loading={leave.isPending}
          onClick={() => leave.mutate({ dismissed: false, ...which })}
        >
          Take {subjectsInWords(group.dismissed, job.kinds)} in again
        </Button>
      )}
      <ErrorNote error={leave.error} />
    </>
  )
}
