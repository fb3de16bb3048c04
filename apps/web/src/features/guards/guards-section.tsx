import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Modal, TextInput } from '@mantine/core'
import type { Guards } from '@muster/contracts/guards'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { OctagonX } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useMay, useSession } from '../../lib/session.ts'
import { EnvironmentTag } from '../../ui/facts/environment-tag.tsx'
import { FactList } from '../../ui/facts/fact-list.tsx'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { QueryState } from '../../ui/page/query-state.tsx'
import { confirmationWords, erasureDelayWords, removalDelayWords } from './guard-words.ts'
import classes from './guards-section.module.css'
import { guardsQuery, stopMutation } from './queries.ts'

/** Limits of the guards, and the button that stops all changes. */
export function GuardsSection(): ReactNode {
  const guards = useQuery(guardsQuery)
  return (
    <section className={classes.section} aria-label={t`Guards`}>
      <h2>
        <Trans>Guards</Trans>
      </h2>
      <QueryState query={guards} loading={t`Loading guards`}>
        {(data) => <GuardsView guards={data} />}
      </QueryState>
    </section>
  )
}

function GuardsView({ guards: { stopped, limits } }: { guards: Guards }): ReactNode {
  const mayStop = useMay('changes:stop')
  const { protectedUsers, delayFromUsers, delayMinutes, erasureDelayMinutes } = limits
  return (
    <>
      <FactList
        facts={[
          [t`Changes`, stopped === null ? t`Allowed` : t`Stopped by an owner`],
          [t`Typed confirmation with the share`, confirmationWords(limits)],
          [t`Removing more than half of the users`, limits.allowMost ? t`Allowed` : t`Refused within 24 hours`],
          [t`Delay of removals`, removalDelayWords(delayMinutes, delayFromUsers)],
          [t`Delay of erasures`, erasureDelayWords(Math.max(delayMinutes, erasureDelayMinutes), delayFromUsers)],
          [
            t`Protected users`,
            protectedUsers === 0 ? t`None` : plural(protectedUsers, { one: '# entry', other: '# entries' }),
          ],
        ]}
      />
      {stopped === null && mayStop ? <StopChanges /> : null}
      {mayStop ? null : (
        <p className={classes.quiet}>
          <Trans>Only owners can stop or resume changes.</Trans>
        </p>
      )}
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
        <Trans>Stop all changes…</Trans>
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={t`Stop all changes?`} centered size="md">
        <p>
          <Trans>
            On{' '}
            <strong>
              <bdi>{accountName}</bdi>
            </strong>{' '}
            <EnvironmentTag environment={environment} />
          </Trans>
        </p>
        <p>
          <Trans>
            Muster sends no change until an owner resumes changes, neither from jobs nor from scripts. Calls in flight
            finish, and jobs keep their progress.
          </Trans>
        </p>
        <TextInput
          data-autofocus
          label={t`Reason (optional)`}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <ErrorNote error={stop.error} />
        <div className={classes.buttons}>
          <Button variant="default" onClick={() => setOpened(false)}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            color="red"
            loading={stop.isPending}
            onClick={() => stop.mutate(reason, { onSuccess: () => setOpened(false) })}
          >
            <Trans>Stop all changes</Trans>
          </Button>
        </div>
      </Modal>
    </>
  )
}
