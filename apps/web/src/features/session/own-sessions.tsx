import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { OwnSession } from '@muster/contracts/session'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Monitor } from 'lucide-react'
import type { ReactNode } from 'react'
import { Time } from '../../ui/facts/time.tsx'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { QueryState } from '../../ui/page/query-state.tsx'
import { RowTable } from '../../ui/page/row-table.tsx'
import classes from './own-sessions.module.css'
import { endOthersMutation, endSessionMutation, ownSessionsQuery } from './queries.ts'

/** The member's sessions, each with a button that ends it. */
export function OwnSessions(): ReactNode {
  const sessions = useQuery(ownSessionsQuery)
  const endOthers = useMutation(endOthersMutation(useQueryClient()))
  const others = (sessions.data ?? []).filter(({ current }) => !current).length
  return (
    <section className={classes.section} aria-label={t`Your sessions`}>
      <div className={classes.head}>
        <h2>
          <Trans>Your sessions</Trans>
        </h2>
        {others === 0 ? null : (
          <Button size="xs" variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            <Trans>Sign out all other sessions</Trans>
          </Button>
        )}
      </div>
      <ErrorNote error={endOthers.error} />
      <QueryState query={sessions} loading={t`Loading your sessions`}>
        {(items) => (
          <RowTable label={t`Sessions`} columns={[t`Session`, '']}>
            {items.map((session) => (
              <SessionRow key={session.id} session={session} />
            ))}
          </RowTable>
        )}
      </QueryState>
    </section>
  )
}

function SessionRow({ session }: { session: OwnSession }): ReactNode {
  const end = useMutation(endSessionMutation(useQueryClient()))
  return (
    <tr>
      <td>
        <span className={classes.agent}>
          <Monitor size={14} aria-hidden="true" />
          <bdi>{session.agent}</bdi>
        </span>
        <div className={classes.quiet}>
          {session.current ? (
            <>
              <Trans>this session</Trans> ·{' '}
            </>
          ) : null}
          <Trans>
            signed in <Time iso={session.signedInAt} />, last used <Time iso={session.usedAt} />
          </Trans>
        </div>
      </td>
      <td className={classes.end}>
        {session.current ? null : (
          <Button size="xs" variant="subtle" loading={end.isPending} onClick={() => end.mutate(session.id)}>
            <Trans>Sign out</Trans>
          </Button>
        )}
        <ErrorNote error={end.error} />
      </td>
    </tr>
  )
}
