import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { listUnreadable, type UnreadableRecordEntry } from '@muster/contracts/users'
import { queryOptions, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { call } from '../../lib/api.ts'
import { directoryQuery } from '../../lib/directory.ts'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { RowTable } from '../../ui/page/row-table.tsx'
import classes from './directory-state.module.css'

/** Keyed by the sync: a later sync may read the records that this one could not. */
const unreadableQuery = (syncedAt: string | null, count: number) =>
  queryOptions({
    queryKey: ['directory', 'unreadable', syncedAt, count],
    queryFn: ({ signal }) => call(listUnreadable, { signal }),
  })

const omittedKinds: Readonly<Record<UnreadableRecordEntry['list'], MessageDescriptor>> = {
  users: msg`User, not in the directory`,
  groups: msg`Group, not in the directory`,
  roles: msg`Role, not in the directory`,
  bots: msg`Bot, not in the directory`,
}
const partialKinds: Readonly<Record<UnreadableRecordEntry['list'], MessageDescriptor>> = {
  users: msg`User, partly in the directory`,
  groups: msg`Group, partly in the directory`,
  roles: msg`Role, partly in the directory`,
  bots: msg`Bot, partly in the directory`,
}

/** Section in Settings: Kore.ai records that the latest sync could not read, or read only in part. */
export function UnreadableRecords(): ReactNode {
  const { data: directory } = useQuery(directoryQuery)
  const count = directory?.unreadable ?? 0
  const { data } = useQuery({ ...unreadableQuery(directory?.syncedAt ?? null, count), enabled: count > 0 })
  if (count === 0 || data === undefined) return null
  const { total } = data
  const more = total - data.items.length
  return (
    <section className={classes.unreadable} aria-label={t`Unreadable records`} id="unreadable">
      <h2>
        <Trans>Unreadable records</Trans>
      </h2>
      {directory?.reason == null ? null : (
        <p>
          <strong>
            <Sentence text={directory.reason} />
          </strong>
        </p>
      )}
      <p>
        <Plural
          value={total}
          one="The latest sync could not read # record of Kore.ai. All other records are in the directory. Open it in the Kore.ai Admin Console, then sync again."
          other="The latest sync could not read # records of Kore.ai. All other records are in the directory. Open them in the Kore.ai Admin Console, then sync again."
        />
      </p>
      <RecordTable records={data.items} />
      {more > 0 ? (
        <p>
          <Plural value={more} one="and # more record, not listed" other="and # more records, not listed" />
        </p>
      ) : null}
    </section>
  )
}

function RecordTable({ records }: { readonly records: readonly UnreadableRecordEntry[] }): ReactNode {
  return (
    <RowTable label={t`Unreadable records`} columns={[t`Record`, t`Reason`, t`Kore.ai’s response`]}>
      {records.map((record) => (
        <tr key={`${record.list} ${record.label} ${record.reason}`}>
          <td>
            <bdi className={classes.label}>{record.label}</bdi>
            <div className={classes.kind}>{kindOf(record)}</div>
          </td>
          <td>
            <bdi>{record.reason}</bdi>
          </td>
          <td>{record.excerpt === null ? '–' : <code className={classes.excerpt}>{record.excerpt}</code>}</td>
        </tr>
      ))}
    </RowTable>
  )
}

function kindOf({ list, isOmitted }: UnreadableRecordEntry): string {
  return i18n._((isOmitted ? omittedKinds : partialKinds)[list])
}
