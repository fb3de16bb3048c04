import { t } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { Trans } from '@lingui/react/macro'
import type { Destination } from '@muster/contracts/notices'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { formatNumber } from '../../lib/format.ts'
import { PermittedButton } from '../../query/permitted-button.tsx'
import { QueryBoundary } from '../../query/query-boundary.tsx'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { Notice } from '../../ui/page/notice.tsx'
import { RowTable } from '../../ui/page/row-table.tsx'
import section from '../../ui/page/section.module.css'
import { AuditStream } from './audit-stream.tsx'
import { DeliveryState } from './delivery-state.tsx'
import { destinationWords } from './notice-text.ts'
import { noticesQuery, testMutation } from './queries.ts'
import { Undelivered } from './undelivered.tsx'

/** Where notices and the audit are sent, how the last delivery went, and what was given up. */
export function NoticesSection(): ReactNode {
  return (
    <section className={section.section} aria-label={t`Notices`}>
      <h2>
        <Trans>Notices</Trans>
      </h2>
      <QueryBoundary loading={t`Loading notices`} rows={2}>
        <NoticesView />
      </QueryBoundary>
    </section>
  )
}

function NoticesView(): ReactNode {
  const { destinations, undelivered, auditStream } = useSuspenseQuery(noticesQuery).data
  return (
    <>
      {destinations.length === 0 ? (
        <p className={section.quiet}>
          <Trans>
            Muster sends no notices. Set SMTP_URL, MUSTER_WEBHOOK_URLS, MUSTER_NOTIFY_SLACK_URL or
            MUSTER_NOTIFY_TEAMS_URL to send one when a plan waits for approval or a job ends with failures.
          </Trans>
        </p>
      ) : (
        <Destinations destinations={destinations} />
      )}
      {undelivered.length === 0 ? null : <Undelivered notices={undelivered} />}
      <AuditStream stream={auditStream} />
    </>
  )
}

function Destinations({ destinations }: { readonly destinations: readonly Destination[] }): ReactNode {
  const { i18n } = useLingui()
  const test = useMutation(testMutation(useQueryClient()))
  const columns = [t`Destination`, t`State`, t`Last delivery`, t`Waiting`, t`Actions`]
  const buttonOf = (destination: Destination): ReactNode => (
    <PermittedButton
      permission="connection:test"
      variant="default"
      size="compact-sm"
      loading={test.isPending && test.variables === destination.id}
      onClick={() => test.mutate(destination.id)}
    >
      <Trans>Send a test</Trans>
    </PermittedButton>
  )
  return (
    <>
      <TestResult test={test} />
      <RowTable label={t`Destinations of notices`} columns={columns} isLabeled>
        {destinations.map((destination) => (
          <tr key={destination.id}>
            <td>
              {i18n._(destinationWords[destination.kind])}
              <div className={section.quiet}>
                <bdi>{destination.place}</bdi>
              </div>
            </td>
            <td>
              <DeliveryState {...destination} lastSucceededAt={destination.lastDeliveredAt} />
            </td>
            <td>{destination.lastDeliveredAt === null ? t`Never` : <Time iso={destination.lastDeliveredAt} />}</td>
            <td>{formatNumber(destination.waiting)}</td>
            <td>{buttonOf(destination)}</td>
          </tr>
        ))}
      </RowTable>
    </>
  )
}

interface TestState {
  readonly data: { readonly delivered: boolean; readonly error: string | null } | undefined
  readonly error: Error | null
}

function TestResult({ test }: { readonly test: TestState }): ReactNode {
  if (test.error !== null) return <ErrorNote error={test.error} />
  if (test.data === undefined) return null
  return test.data.delivered ? (
    <Notice kind="info">
      <Trans>The destination accepted the test.</Trans>
    </Notice>
  ) : (
    <Notice kind="danger">
      <Trans>
        <strong>The test was not delivered.</strong>
      </Trans>{' '}
      <Sentence text={test.data.error ?? ''} />
    </Notice>
  )
}
