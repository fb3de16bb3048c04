import { Button, Modal } from '@mantine/core'
import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { formatPlural } from '../../../lib/format.ts'
import { useMay, useSession } from '../../../lib/session.ts'
import { EnvironmentTag } from '../../../ui/facts/environment-tag.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { decideLostErasuresMutation } from '../queries.ts'
import classes from '../report/job-report.module.css'

/** One lost answer may be about fifty erasures: they are decided about together as well as one by one. */
export function DecideLostErasures({ job, group }: { job: JobEntry; group: FailureGroup }): ReactNode {
  const client = useQueryClient()
  const settle = useMutation(decideLostErasuresMutation(job.id, client))
  const { environment, accountName } = useSession()
  const [asking, setAsking] = useState(false)
  const may = useMay('jobs:control')
  if (!may || group.undecided < 2) return null
  const erasures = formatPlural(group.undecided, 'erasure')
  const again = formatPlural(group.canResend, 'erasure')
  const close = () => setAsking(false)
  return (
    <>
      {group.canResend === 0 ? null : (
        <Button size="xs" variant="default" onClick={() => setAsking(true)}>
          Send {again} once more…
        </Button>
      )}
      <Button size="xs" variant="subtle" loading={settle.isPending && !asking} onClick={() => settle.mutate('leave')}>
        Leave {erasures} as they are
      </Button>
      {asking ? null : <ErrorNote error={settle.error} />}
      <Modal opened={asking} onClose={close} title={`Send ${again} once more?`} centered size="md">
        <p>
          Kore.ai was asked for them on {accountName} <EnvironmentTag environment={environment} />, and no answer came.
          They may have been queued already; then this makes a second request for the same people. It can be done once
          for each.
        </p>
        <ErrorNote error={settle.error} />
        <div className={classes.buttons}>
          <Button variant="default" data-autofocus onClick={close}>
            Not now
          </Button>
          <Button color="red" loading={settle.isPending} onClick={() => settle.mutate('reissue', { onSuccess: close })}>
            Send {again} once more
          </Button>
        </div>
      </Modal>
    </>
  )
}
