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

/** Where the person is signed in, with the way to end what they do not know. */
export function OwnSessions(): ReactNode {
  const sessions = useQuery(ownSessionsQuery)
  const endOthers = useMutation(endOthersMutation(useQueryClient()))
  const others = (sessions.data ?? []).filter(({ current }) => !current).length
  return (
    <section className={classes.section} aria-label="Your sessions">
      <div className={classes.head}>
        <h2>Where you are signed in</h2>
        {others === 0 ? null : (
          <Button size="xs" variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            Sign out everywhere else
          </Button>
        )}
      </div>
      <ErrorNote error={endOthers.error} />
      <QueryState query={sessions} loading="Loading your sessions">
        {(items) => (
          <RowTable label="Sessions" columns={['Session', '']}>
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
          {session.agent}
        </span>
        <div className={classes.quiet}>
          {session.current ? 'this session · ' : ''}signed in <Time iso={session.signedInAt} /> · last used{' '}
          <Time iso={session.usedAt} />
        </div>
      </td>
      <td className={classes.end}>
        {session.current ? null : (
          <Button size="xs" variant="subtle" loading={end.isPending} onClick={() => end.mutate(session.id)}>
            Sign out
          </Button>
        )}
        <ErrorNote error={end.error} />
      </td>
    </tr>
  )
}
