import { Button } from '@mantine/core'
import type { Connection } from '@muster/contracts/connection'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { PlugZap } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMay } from '../../lib/session.ts'
import { EnvironmentTag } from '../../ui/facts/environment-tag.tsx'
import { FactList } from '../../ui/facts/fact-list.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { ErrorState } from '../../ui/page/error-state.tsx'
import { LoadingRows } from '../../ui/page/loading-rows.tsx'
import { Notice } from '../../ui/page/notice.tsx'
import { Page } from '../../ui/page/page.tsx'
import { BudgetMeters } from './budget-meters.tsx'
import classes from './connection.module.css'
import { Endpoints } from './endpoints.tsx'
import { connectionQuery, testConnectionMutation } from './queries.ts'

/** The Kore.ai account this desk stands before, what it may do there, and how much of its budget is left. */
export function ConnectionPage({ notice, children }: { notice: ReactNode; children: ReactNode }): ReactNode {
  const connection = useQuery(connectionQuery)
  const client = useQueryClient()
  const test = useMutation(testConnectionMutation(client))
  const mayTest = useMay('connection:test')
  return (
    <Page
      title="Settings"
      state="The connection to Kore.ai. No secret is ever shown here: it stays with the server."
      actions={
        mayTest ? (
          <Button
            leftSection={<PlugZap size={14} aria-hidden="true" />}
            loading={test.isPending}
            onClick={() => test.mutate()}
          >
            Test the connection
          </Button>
        ) : (
          <span className={classes.quiet}>Your role does not allow testing the connection.</span>
        )
      }
    >
      {notice}
      <ErrorNote error={test.error} />
      {connection.data !== undefined ? (
        <ConnectionView connection={connection.data} />
      ) : connection.isError ? (
        <ErrorState error={connection.error} onRetry={() => void connection.refetch()} />
      ) : (
        <LoadingRows label="Loading the connection" />
      )}
      {children}
    </Page>
  )
}

function ConnectionView({ connection }: { connection: Connection }): ReactNode {
  const { breaker } = connection
  return (
    <>
      {breaker.open ? (
        <Notice kind="danger">
          <strong>Calls to Kore.ai are stopped</strong>
          {breaker.since === null ? null : (
            <>
              {' '}
              since <Time iso={breaker.since} />
            </>
          )}
          . {breaker.reason ?? 'The reason is not known.'} Test the connection to try again.
        </Notice>
      ) : null}
      <div className={classes.columns}>
        <section aria-label="Account">
          <h2>Account</h2>
          <FactList
            facts={[
              [
                'Environment',
                <span key="environment">
                  <EnvironmentTag environment={connection.environment} /> {environmentOrigin(connection)}
                </span>,
              ],
              ['Host', <code key="host">{connection.host}</code>],
              ['Client id', <code key="client">{connection.clientId}</code>],
              ['Client secret', 'set on the server, never shown'],
              ['Each token used once', connection.jtiEnforced ? 'yes (jti)' : 'no'],
              ['Tokens encrypted', connection.jweEncrypted ? 'yes (JWE)' : 'no'],
              ['Users in one call', `up to ${connection.batchSize}`],
              ['Calls', connection.jobsBlocked ?? 'allowed'],
            ]}
          />
        </section>
        <BudgetMeters budget={connection.budget} jobsBlocked={connection.jobsBlocked} />
      </div>
      <Endpoints endpoints={connection.endpoints} />
    </>
  )
}

/** A sandbox of Muster's own reaches no account; a declared one is what the operator says it is. */
function environmentOrigin({ environment, isBuiltIn }: Connection): string {
  if (isBuiltIn) return 'started by Muster, on this machine'
  return environment === 'production' ? '' : 'as declared by KORE_ENVIRONMENT'
}
