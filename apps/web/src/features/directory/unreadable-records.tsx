import { listUnreadable, type UnreadableRecordEntry } from '@muster/contracts/users'
import { queryOptions, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { call } from '../../lib/api.ts'
import { directoryQuery } from '../../lib/directory.ts'
import { formatNumber, formatPlural } from '../../lib/format.ts'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { RowTable } from '../../ui/page/row-table.tsx'
import classes from './directory-state.module.css'

/** Keyed by the sync: a later one may read what this one could not. */
const unreadableQuery = (syncedAt: string | null, count: number) =>
  queryOptions({
    queryKey: ['directory', 'unreadable', syncedAt, count],
    queryFn: ({ signal }) => call(listUnreadable, { signal }),
  })

const lists = { users: 'User', groups: 'Group', roles: 'Role', bots: 'Bot' } as const

/** In Settings: records of Kore.ai that the latest sync could not read, whole or in part. */
export function UnreadableRecords(): ReactNode {
  const { data: directory } = useQuery(directoryQuery)
  const count = directory?.unreadable ?? 0
  const { data } = useQuery({ ...unreadableQuery(directory?.syncedAt ?? null, count), enabled: count > 0 })
  if (count === 0 || data === undefined) return null
  return (
    <section className={classes.unreadable} aria-label="Records that could not be read" id="unreadable">
      <h2>Records that could not be read</h2>
      {directory?.reason == null ? null : (
        <p>
          <strong>
            <Sentence text={directory.reason} />
          </strong>
        </p>
      )}
      <p>
        The latest sync could not use {formatPlural(data.total, 'record')} of Kore.ai. All other records are in the
        directory. Open them in the Kore.ai Admin Console, then sync again.
      </p>
      <RowTable label="Records that could not be read" columns={['Record', 'Reason', 'Response of Kore.ai']}>
        {data.items.map((record) => (
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
      {data.total > data.items.length ? (
        <p>and {formatNumber(data.total - data.items.length)} more, not listed here.</p>
      ) : null}
    </section>
  )
}

function kindOf({ list, isOmitted }: UnreadableRecordEntry): string {
  return isOmitted ? `${lists[list]}, not in the directory` : `${lists[list]}, in the directory in part`
}
