import { Button } from '@mantine/core'
import type { JobEntry } from '@muster/contracts/jobs'
import type { CauseCode } from '@muster/core/cause'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useGo } from '../../lib/desk-link.tsx'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/session.ts'
import { ErrorNote } from '../../ui/error-note.tsx'
import { correctRowsMutation } from './queries.ts'

/** Rows that could not be understood are corrected where rows are: in the grid, as a file of only these. */
export function CorrectRows({ job, cause }: { job: JobEntry; cause: CauseCode }): ReactNode {
  const go = useGo()
  const open = useMutation({
    ...correctRowsMutation(job.id, cause),
    onSuccess: (upload) => go(paths.upload(upload.id)),
  })
  if (!useMay('uploads:write')) return null
  return (
    <>
      <Button size="xs" loading={open.isPending} onClick={() => open.mutate()}>
        Correct these rows…
      </Button>
      <ErrorNote error={open.error} />
    </>
  )
}
