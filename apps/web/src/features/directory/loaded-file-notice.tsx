import { Plural, Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useMutationState } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { formatNumber } from '../../lib/format.ts'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { Notice } from '../../ui/page/notice.tsx'
import classes from './directory-state.module.css'
import { type LoadedFile, loadDirectoryKey } from './queries.ts'

const shownRefusals = 50

/** The key of the mutation belongs to it alone, so its data has one type. */
const isLoadedFile = (data: unknown): data is LoadedFile =>
  typeof data === 'object' && data !== null && 'fileName' in data && 'refused' in data

/** Result of the latest loaded file. The mutation state keeps it, because the list replaces the form. */
export function LoadedFileNotice(): ReactNode {
  const loads = useMutationState({
    filters: { mutationKey: loadDirectoryKey, status: 'success' },
    select: ({ state }) => (isLoadedFile(state.data) ? { at: state.submittedAt, loaded: state.data } : null),
  })
  const [seen, setSeen] = useState(0)
  const last = loads.at(-1)
  if (last === undefined || last === null || last.at <= seen) return null
  const { loaded, refused, fileName } = last.loaded
  const refusals = refused.length
  return (
    <Notice
      kind={refusals === 0 ? 'info' : 'warning'}
      actions={
        <Button variant="default" onClick={() => setSeen(last.at)}>
          <Trans>Dismiss</Trans>
        </Button>
      }
    >
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element cannot contain blocks */}
      <div role="status">
        <LoadedUsers loaded={loaded} fileName={fileName} />{' '}
        {refusals === 0 ? null : <Plural value={refusals} one="# row refused:" other="# rows refused:" />}
      </div>
      {refusals === 0 ? null : <Refusals refused={refused} />}
    </Notice>
  )
}

function LoadedUsers({ loaded, fileName }: Pick<LoadedFile, 'loaded' | 'fileName'>): ReactNode {
  return (
    <Plural
      value={loaded}
      one={
        <Trans>
          <strong># user loaded</strong> from <bdi>{fileName}</bdi>.
        </Trans>
      }
      other={
        <Trans>
          <strong># users loaded</strong> from <bdi>{fileName}</bdi>.
        </Trans>
      }
    />
  )
}

function Refusals({ refused }: Pick<LoadedFile, 'refused'>): ReactNode {
  const more = refused.length - shownRefusals
  return (
    <ul className={classes.refused}>
      {refused.slice(0, shownRefusals).map(({ row, reason }) => (
        <RefusedRow key={row} row={formatNumber(row)} reason={reason} />
      ))}
      {more > 0 ? (
        <li>
          <Plural value={more} one="and # more" other="and # more" />
        </li>
      ) : null}
    </ul>
  )
}

function RefusedRow({ row, reason }: { readonly row: string; readonly reason: string }): ReactNode {
  return (
    <li>
      <Trans>
        Row {row}: <Sentence text={reason} />
      </Trans>
    </li>
  )
}
