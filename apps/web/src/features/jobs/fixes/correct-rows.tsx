import { Plural } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useGo } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import { useMay } from '../../../lib/session.ts'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { correctFailuresMutation } from '../queries.ts'

/**
 * Opens only the failed rows in the grid, with their numbers in the file. For invalid rows, for many identifiers at
 * once, and for every failure that needs another change.
 */
export function CorrectRows({ job, group }: { job: JobEntry; group: FailureGroup }): ReactNode {
  const go = useGo()
  const open = useMutation({
    ...correctFailuresMutation(job.id, group.code),
    onSuccess: (upload) => go(paths.upload(upload.id)),
  })
  // A retry of a file's job has rows as well; selected users have none.
  const isOnlyWay = group.code === 'row_invalid' && (job.source === 'upload' || job.source === 'retry')
  const fits = isOnlyWay || (job.source === 'upload' && (!group.retryable || canReplaceIdentifier(group)))
  if (!useMay('uploads:write') || !fits) return null
  return (
    <>
      <Button
        size="xs"
        variant={isOnlyWay ? 'filled' : 'default'}
        loading={open.isPending}
        onClick={() => open.mutate()}
      >
        <Plural value={group.open} one="Correct # row in the grid…" other="Correct # rows in the grid…" />
      </Button>
      <ErrorNote error={open.error} />
    </>
  )
}

const canReplaceIdentifier = ({ fixes }: FailureGroup) => fixes.includes('replace_identifier')
