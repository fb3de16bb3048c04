import { Button } from '@mantine/core'
import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import { subjectsInWords } from '@muster/core/wording/effect-label'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMay } from '../../../lib/session.ts'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { leaveOutMutation } from '../queries.ts'

interface LeaveOutProps {
  readonly job: JobEntry
  readonly group: FailureGroup
  /** Key of what the list is filtered by: then only those. */
  readonly about: string | null
}

/** Drops a cause, or what is shown of it: nobody asks these people again. Taken back with one click as well. */
export function LeaveOut({ job, group, about }: LeaveOutProps): ReactNode {
  const client = useQueryClient()
  const leave = useMutation(leaveOutMutation(job.id, client))
  const may = useMay('jobs:control')
  // A lost erasure is left by the decision about it.
  const open = about === null ? group.open - group.undecided : (group.about.find(({ key }) => key === about)?.open ?? 0)
  if (!may || (open === 0 && group.leftOut === 0)) return null
  const which = { cause: group.code, ...(about === null ? {} : { about }) }
  return (
    <>
      {open === 0 ? null : (
        <Button
          size="xs"
          variant="subtle"
          loading={leave.isPending}
          onClick={() => leave.mutate({ leftOut: true, ...which })}
        >
          {about === null ? 'Leave ' : 'Leave these '}
          {subjectsInWords(open, job.kinds)} out
        </Button>
      )}
      {group.leftOut === 0 || about !== null ? null : (
        <Button
          size="xs"
          variant="subtle"
          loading={leave.isPending}
          onClick={() => leave.mutate({ leftOut: false, ...which })}
        >
          Take {subjectsInWords(group.leftOut, job.kinds)} in again
        </Button>
      )}
      <ErrorNote error={leave.error} />
    </>
  )
}
