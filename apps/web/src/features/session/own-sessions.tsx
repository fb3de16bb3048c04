import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { OwnSession } from '@muster/contracts/session'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Monitor } from 'lucide-react'
import type { ReactNode } from 'react'
import { QueryBoundary } from '../../query/query-boundary.tsx'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { RowTable } from '../../ui/page/row-table.tsx'
import section from '../../ui/page/section.module.css'
import classes from './own-sessions.module.css'
import { endOthersMutation, endSessionMutation, ownSessionsQuery } from './queries.ts'

/** The member's sessions, each with a button that ends it. */
export function OwnSessions(): ReactNode {
  return (
    <section className={section.section} aria-label={t`Your sessions`}>
      <h2>
        <Trans>Your sessions</Trans>
      </h2>
      <QueryBoundary loading={t`Loading your sessions`} rows={2}>
        <SessionTable />
      </QueryBoundary>
    </section>
  )
}

function SessionTable(): ReactNode {
  const { data: sessions } = useSuspenseQuery(ownSessionsQuery)
  const endOthers = useMutation(endOthersMutation(useQueryClient()))
  return (
    <>
      <RowTable label={t`Sessions`} columns={[t`Session`, '']}>
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </RowTable>
      {sessions.every(({ current }) => current) ? null : (
        <Button
          className={classes.others ?? ''}
          variant="default"
          loading={endOthers.isPending}
          onClick={() => endOthers.mutate()}
        >
          <Trans>Sign out all other sessions</Trans>
        </Button>
      )}
      <ErrorNote error={endOthers.error} />
    </>
  )
}

function SessionRow({ session }: { session: OwnSession }): ReactNode {
  const end = useMutation(endSessionMutation(useQueryClient()))
  return (
    <tr>
      <td>
        <span className={classes.agent}>
          <Monitor size={14} aria-hidden="true" />
          <Sentence text={session.agent} />
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
          <Button variant="subtle" loading={end.isPending} onClick={() => end.mutate(session.id)}>
            <Trans>Sign out</Trans>
          </Button>
        )}
        <ErrorNote error={end.error} />
      </td>
    </tr>
  )
}
