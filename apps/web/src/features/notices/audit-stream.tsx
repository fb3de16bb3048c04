import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { Notices } from '@muster/contracts/notices'
import type { ReactNode } from 'react'
import { formatNumber } from '../../lib/format.ts'
import { FactList } from '../../ui/facts/fact-list.tsx'
import { Time } from '../../ui/facts/time.tsx'
import section from '../../ui/page/section.module.css'
import { DeliveryState } from './delivery-state.tsx'
import classes from './notices-section.module.css'

const protocols = {
  https: 'https',
  http: 'http',
  'syslog+tls': 'syslog (TLS)',
  'syslog+tcp': 'syslog (TCP)',
  'syslog+udp': 'syslog (UDP)',
} as const

/** The receiver of all entries of the audit, and how far it is. */
export function AuditStream({ stream }: { readonly stream: Notices['auditStream'] }): ReactNode {
  return (
    <>
      <h3 className={classes.heading}>
        <Trans>Audit stream</Trans>
      </h3>
      {stream === null ? (
        <p className={section.quiet}>
          <Trans>
            Muster does not stream the audit. Set AUDIT_STREAM_URL to send each entry to a collector or a syslog server.
          </Trans>
        </p>
      ) : (
        <StreamFacts stream={stream} />
      )}
    </>
  )
}

function StreamFacts({ stream }: { readonly stream: NonNullable<Notices['auditStream']> }): ReactNode {
  return (
    <FactList
      facts={[
        [
          t`Receiver`,
          <span key="receiver">
            <bdi>{stream.place}</bdi> · {protocols[stream.protocol]}
          </span>,
        ],
        [
          t`State`,
          <DeliveryState
            key="state"
            error={stream.error}
            lastSucceededAt={stream.lastSentAt}
            lastFailedAt={stream.lastFailedAt}
          />,
        ],
        [t`Entries sent`, t`${{ sent: formatNumber(stream.sent) }} of ${{ entries: formatNumber(stream.entries) }}`],
        [t`Last sent`, stream.lastSentAt === null ? t`Never` : <Time key="sent" iso={stream.lastSentAt} />],
      ]}
    />
  )
}
