import { t } from '@lingui/core/macro'
import { Button } from '@mantine/core'
import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useGo } from '../../../lib/app-link.tsx'
import { formatNumber } from '../../../lib/format.ts'
import { paths } from '../../../lib/paths.ts'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { mostIdentifiers, removeFirstMutation } from '../queries.ts'

/** Plans the removal of people who are still users: Kore.ai erases their data only after that. */
export function RemoveFirst({ job, group }: { job: JobEntry; group: FailureGroup }): ReactNode {
  const go = useGo()
  const removal = useMutation({
    ...removeFirstMutation(job.id, group.code),
    onSuccess: (plan) => go(paths.plan(plan.id)),
  })
  if (!group.fixes.includes('remove_first')) return null
  return (
    <>
      <Button size="xs" variant="default" loading={removal.isPending} onClick={() => removal.mutate()}>
        {group.open > mostIdentifiers
          ? t`Remove the first ${{ count: formatNumber(mostIdentifiers) }} from the account first…`
          : t`Remove them from the account first…`}
      </Button>
      <ErrorNote error={removal.error} />
    </>
  )
}
