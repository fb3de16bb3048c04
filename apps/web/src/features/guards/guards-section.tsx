import { Button, Modal, TextInput } from '@mantine/core'
import type { Guards } from '@muster/contracts/guards'
import { peopleInWords, usersInWords } from '@muster/core/wording/effect-label'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { OctagonX } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { formatDuration, formatPlural } from '../../lib/format.ts'
import { useMay, useSession } from '../../lib/session.ts'
import { EnvironmentTag } from '../../ui/facts/environment-tag.tsx'
import { FactList } from '../../ui/facts/fact-list.tsx'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { ErrorState } from '../../ui/page/error-state.tsx'
import { LoadingRows } from '../../ui/page/loading-rows.tsx'
import classes from './guards-section.module.css'
import { guardsQuery, stopMutation } from './queries.ts'

/** The limits of the guards and the switch that stops all changes. */
export function GuardsSection(): ReactNode {
  const guards = useQuery(guardsQuery)
  return (
    <section className={classes.section} aria-label="Guards">
      <h2>Guards</h2>
      {guards.data !== undefined ? (
        <GuardsView guards={guards.data} />
      ) : guards.isError ? (
        <ErrorState error={guards.error} onRetry={() => void guards.refetch()} />
      ) : (
        <LoadingRows label="Loading the guards" />
      )}
    </section>
  )
}

function GuardsView({ guards: { stopped, limits } }: { guards: Guards }): ReactNode {
  const mayStop = useMay('changes:stop')
  const delay = (minutes: number, subjects: string) =>
    minutes === 0 ? 'no delay' : `${formatDuration(minutes * 60)}, for more than ${subjects}`
  return (
    <>
      <FactList
        facts={[
          ['Changes', stopped === null ? 'allowed' : 'stopped by an owner'],
          [
            'Typed confirmation with the share',
            `above ${formatPlural(limits.confirmUsers, 'user')} or ${limits.confirmPercent}% of an account of ${limits.percentFromUsers} or more`,
          ],
          ['Removing more than half', limits.allowMost ? 'allowed' : 'refused, within 24 hours'],
          ['Removals start after', delay(limits.delayMinutes, usersInWords(limits.delayFromUsers))],
          [
            'Erasures start after',
            delay(Math.max(limits.delayMinutes, limits.erasureDelayMinutes), peopleInWords(limits.delayFromUsers)),
          ],
          [
            'Protected users',
            limits.protectedUsers === 0 ? 'none' : formatPlural(limits.protectedUsers, 'entry', 'entries'),
          ],
        ]}
      />
      {stopped === null && mayStop ? <StopChanges /> : null}
      {mayStop ? null : <p className={classes.quiet}>Only owners can stop or resume changes.</p>}
    </>
  )
}

function StopChanges(): ReactNode {
  const client = useQueryClient()
  const stop = useMutation(stopMutation(client))
  const { environment, accountName } = useSession()
  const [opened, setOpened] = useState(false)
  const [reason, setReason] = useState('')
  return (
    <>
      <Button
        className={classes.stop ?? ''}
        color="red"
        variant="outline"
        leftSection={<OctagonX size={14} aria-hidden="true" />}
        onClick={() => setOpened(true)}
      >
        Stop all changes…
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="Stop all changes?" centered size="md">
        <p>
          On <strong>{accountName}</strong> <EnvironmentTag environment={environment} />
        </p>
        <p>
          No change leaves Muster until an owner resumes: not from jobs, not from scripts. Calls on their way are
          awaited. Jobs keep their place.
        </p>
        <TextInput
          data-autofocus
          label="Reason (optional)"
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <ErrorNote error={stop.error} />
        <div className={classes.buttons}>
          <Button variant="default" onClick={() => setOpened(false)}>
            Cancel
          </Button>
          <Button
            color="red"
            loading={stop.isPending}
            onClick={() => stop.mutate(reason, { onSuccess: () => setOpened(false) })}
          >
            Stop all changes
          </Button>
        </div>
      </Modal>
    </>
  )
}
