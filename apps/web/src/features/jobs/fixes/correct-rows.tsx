import { Button } from '@mantine/core'
import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useGo } from '../../../lib/app-link.tsx'
import { formatPlural } from '../../../lib/format.ts'
import { paths } from '../../../lib/paths.ts'
import { useMay } from '../../../lib/session.ts'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { correctFailuresMutation } from '../queries.ts'

/**
 * Rows of a file are corrected where rows are: in the grid, only these, with their numbers in the file. The way for what
 * could not be understood, for many addresses at once, and wherever something else must be asked.
 */
export function CorrectRows({ job, group }: { job: JobEntry; group: FailureGroup }): ReactNode {
  const go = useGo()
  const open = useMutation({
    ...correctFailuresMutation(job.id, group.code),
    onSuccess: (upload) => go(paths.upload(upload.id)),
  })
  // A retry of a file's job is about its rows as well; people who were chosen stand in no row.
  const isOnlyWay = group.code === 'row_invalid' && (job.source === 'upload' || job.source === 'retry')
  const fits = isOnlyWay || (job.source === 'upload' && (!group.retryable || namesPeople(group)))
  if (!useMay('uploads:write') || !fits) return null
  return (
    <>
      <Button
        size="xs"
        variant={isOnlyWay ? 'filled' : 'default'}
        loading={open.isPending}
        onClick={() => open.mutate()}
      >
        Correct {formatPlural(group.open, 'row')} in the grid…
      </Button>
      <ErrorNote error={open.error} />
    </>
  )
}

const namesPeople = ({ fixes }: FailureGroup) => fixes.includes('replace_identifier')
