import { i18n } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { Connection } from '@muster/contracts/connection'
import type { ReactNode } from 'react'
import { Time } from '../../ui/facts/time.tsx'
import { RowTable } from '../../ui/page/row-table.tsx'
import classes from './connection.module.css'

const names = {
  kore: msg`Client secret of Kore.ai`,
  kore_next: msg`Second client secret of Kore.ai`,
  sealing: msg`Sealing key of the store`,
  sealing_previous: msg`Previous sealing key of the store`,
  signing: msg`Signing key of the audit and receipts`,
} as const

/** The keys of this installation, their ages and which are in use. Only their IDs leave the server. */
export function Keys({ keys }: { keys: Connection['keys'] }): ReactNode {
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
