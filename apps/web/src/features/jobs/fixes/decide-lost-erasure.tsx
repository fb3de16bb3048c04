import { Button, Modal } from '@mantine/core'
import type { JobEntry, JobItemEntry } from '@muster/contracts/jobs'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useSession } from '../../../lib/session.ts'
import { EnvironmentTag } from '../../../ui/facts/environment-tag.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { decideLostErasureMutation } from '../queries.ts'
import classes from '../report/job-report.module.css'

/** An erasure whose answer was lost: only a person may decide whether it is sent a second time. */
export function DecideLostErasure({ job, item }: { job: JobEntry; item: JobItemEntry }): ReactNode {
  const client = useQueryClient()
  const settle = useMutation(decideLostErasureMutation(job.id, client))
  const [asking, setAsking] = useState(false)
  return (
    <>
      {item.resent ? null : (
        <Button className={classes.itemFix} size="compact-sm" variant="subtle" onClick={() => setAsking(true)}>
          Send it once more…
        </Button>
      )}
      <Button
        className={classes.itemFix}
        size="compact-sm"
        variant="subtle"
        loading={settle.isPending && !asking}
        onClick={() => settle.mutate({ seq: item.seq, decision: 'leave' })}
      >
        Leave it
      </Button>
      {asking ? null : <ErrorNote error={settle.error} />}
      <SendAgainDialog
        who={item.user?.email ?? item.identifier.value}
        opened={asking}
        busy={settle.isPending}
        error={settle.error}
        onClose={() => setAsking(false)}
        onSend={() => settle.mutate({ seq: item.seq, decision: 'reissue' }, { onSuccess: () => setAsking(false) })}
      />
    </>
  )
}

interface SendAgainDialogProps {
  readonly who: string
  readonly opened: boolean
  readonly busy: boolean
  readonly error: Error | null
  readonly onClose: () => void
  readonly onSend: () => void
}

function SendAgainDialog({ who, opened, busy, error, onClose, onSend }: SendAgainDialogProps): ReactNode {
  const { environment, accountName } = useSession()
  return (
    <Modal opened={opened} onClose={onClose} title="Send the erasure once more?" centered size="md">
      <p>
        Kore.ai was asked to erase the data of <bdi>{who}</bdi> on {accountName}{' '}
        <EnvironmentTag environment={environment} />, and no answer came. It may have been queued already; then this
        makes a second request for the same person. It can be done once.
      </p>
      <ErrorNote error={error} />
      <div className={classes.buttons}>
        <Button variant="default" data-autofocus onClick={onClose}>
          Not now
        </Button>
        <Button color="red" loading={busy} onClick={onSend}>
          Send it once more
        </Button>
      </div>
    </Modal>
  )
}
