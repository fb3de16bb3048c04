import { i18n } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { Connection } from '@muster/contracts/connection'
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { PlugZap } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatNumber } from '../../lib/format.ts'
import { holdQuery } from '../../lib/hold.ts'
import { PermittedButton } from '../../query/permitted-button.tsx'
import { QueryBoundary } from '../../query/query-boundary.tsx'
import { EnvironmentTag } from '../../ui/facts/environment-tag.tsx'
import { FactList } from '../../ui/facts/fact-list.tsx'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { Notice } from '../../ui/page/notice.tsx'
import { Page } from '../../ui/page/page.tsx'
import { RowTable } from '../../ui/page/row-table.tsx'
import { BudgetMeters } from './budget-meters.tsx'
import classes from './connection.module.css'
import { Endpoints } from './endpoints.tsx'
import { connectionQuery, testConnectionMutation } from './queries.ts'

/** The Kore.ai account Muster is connected to, the endpoints it may call, and the budget left. */
export function ConnectionPage({ notice, children }: { notice: ReactNode; children: ReactNode }): ReactNode {
  const client = useQueryClient()
  const test = useMutation(testConnectionMutation(client))
  // While jobs are held, their release is the next step.
  const isHeld = (useQuery(holdQuery).data ?? null) !== null
  return (
    <Page
      title={t`Settings`}
      state={t`The connection to Kore.ai. Secrets stay on the server and are never shown here.`}
      actions={
        <PermittedButton
          permission="connection:test"
          {...(isHeld ? { variant: 'default' } : {})}
          leftSection={<PlugZap size={14} aria-hidden="true" />}
          loading={test.isPending}
          onClick={() => test.mutate()}
        >
          <Trans>Test the connection</Trans>
        </PermittedButton>
      }
    >
      {notice}
      <ErrorNote error={test.error} />
      <QueryBoundary loading={t`Loading the connection`}>
        <ConnectionView />
      </QueryBoundary>
      {children}
    </Page>
  )
}

function ConnectionView(): ReactNode {
  const { data: connection } = useSuspenseQuery(connectionQuery)
  const { breaker, budget, jobsBlocked, endpoints, keys } = connection
  return (
    <>
      {breaker.open ? <StoppedCalls breaker={breaker} /> : null}
      <div className={classes.columns}>
        <Account connection={connection} />
        <BudgetMeters budget={budget} jobsBlocked={jobsBlocked} />
      </div>
      <Endpoints endpoints={endpoints} />
      <Keys keys={keys} />
    </>
  )
}

function StoppedCalls({ breaker: { since, reason } }: Pick<Connection, 'breaker'>): ReactNode {
  return (
    <Notice kind="danger">
      {since === null ? (
        <Trans>
          <strong>Calls to Kore.ai are stopped.</strong>
        </Trans>
      ) : (
        <Trans>
          <strong>Calls to Kore.ai are stopped</strong> since <Time iso={since} />.
        </Trans>
      )}{' '}
      {reason === null ? <Trans>The reason is unknown.</Trans> : <Sentence text={reason} />}
      <div>
        <Trans>Test the connection to try again.</Trans>
      </div>
    </Notice>
  )
}

function Account({ connection }: { readonly connection: Connection }): ReactNode {
  return (
    <section aria-label={t`Account`}>
      <h2>
        <Trans>Account</Trans>
      </h2>
      <FactList
        facts={[
          [
            t`Environment`,
            <span key="environment">
              <EnvironmentTag environment={connection.environment} /> {environmentOrigin(connection)}
            </span>,
          ],
          [t`Host`, <code key="host">{connection.host}</code>],
          [t`Client ID`, <code key="client">{connection.clientId}</code>],
          [t`Client secret`, t`Set on the server, never shown`],
          [t`Each token used once`, connection.jtiEnforced ? t`Yes (jti)` : t`No`],
          [t`Tokens encrypted`, connection.jweEncrypted ? t`Yes (JWE)` : t`No`],
          [t`Users in one call`, t`Up to ${{ batchSize: formatNumber(connection.batchSize) }}`],
          [
            t`Calls`,
            connection.jobsBlocked === null ? t`Allowed` : <Sentence key="calls" text={connection.jobsBlocked} />,
          ],
        ]}
      />
    </section>
  )
}

/** Where the environment comes from: Muster's built-in sandbox, or the operator's declaration. */
function environmentOrigin({ environment, isBuiltIn }: Connection): string {
  if (isBuiltIn) return t`started by Muster on this machine`
  return environment === 'production' ? '' : t`as declared by KORE_ENVIRONMENT`
}

const names = {
  kore: msg`Client secret of Kore.ai`,
  kore_next: msg`Second client secret of Kore.ai`,
  sealing: msg`Sealing key of the store`,
  sealing_previous: msg`Previous sealing key of the store`,
  signing: msg`Signing key of the audit and receipts`,
} as const

/** The keys of this installation, their ages and which are in use. Only their IDs leave the server. */
function Keys({ keys }: { keys: Connection['keys'] }): ReactNode {
  return (
    <section className={classes.endpoints} aria-label={t`Keys`}>
      <h2>
        <Trans>Keys</Trans>
      </h2>
      <RowTable label={t`Keys`} columns={[t`Key`, t`ID`, t`First used`, t`State`]}>
        {keys.map(({ kind, id, firstSeenAt, isUsed }) => (
          <tr key={`${kind} ${id}`}>
            <td>{i18n._(names[kind])}</td>
            <td>
              <code>{id.slice(0, 10)}</code>
            </td>
            <td>
              <Time iso={firstSeenAt} />
            </td>
            <td>{isUsed ? t`In use` : t`Standby`}</td>
          </tr>
        ))}
      </RowTable>
    </section>
  )
}
