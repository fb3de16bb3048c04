import { Button } from '@mantine/core'
import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useGo } from '../../../lib/app-link.tsx'
import { formatNumber } from '../../../lib/format.ts'
import { paths } from '../../../lib/paths.ts'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { mostIdentifiers, removeFirstMutation } from '../queries.ts'

/** Whose data cannot be erased while they are users: plans their removal, which must come before. */
export function RemoveFirst({ job, group }: { job: JobEntry; group: FailureGroup }): ReactNode {
  const go = useGo()
  const removal = useMutation({
    ...removeFirstMutation(job.id, group.code),
    onSuccess: (made) => go(paths.plan(made.id)),
  })
  if (!group.fixes.includes('remove_first')) return null
  return (
    <>
      <Button size="xs" variant="default" loading={removal.isPending} onClick={() => removal.mutate()}>
        {group.open > mostIdentifiers
          ? `Remove the first ${formatNumber(mostIdentifiers)} from the account first…`
          : 'Remove them from the account first…'}
      </Button>
      <ErrorNote error={removal.error} />
    </>
  )
}
