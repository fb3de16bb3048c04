import { Button } from '@mantine/core'
import { useMutationState } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { formatNumber, formatPlural } from '../../lib/format.ts'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { Notice } from '../../ui/page/notice.tsx'
import classes from './directory-state.module.css'
import { type LoadedFile, loadDirectoryKey } from './queries.ts'

const shownRefusals = 50

/** What became of the file that was loaded last: it outlives the form, which gives way to the list. */
export function LoadedFileNotice(): ReactNode {
  const loads = useMutationState({
    filters: { mutationKey: loadDirectoryKey, status: 'success' },
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the key belongs to this one mutation
    select: ({ state }) => ({ at: state.submittedAt, loaded: state.data as LoadedFile }),
  })
  const [seen, setSeen] = useState(0)
  const last = loads.at(-1)
  if (last === undefined || last.at <= seen) return null
  const { loaded, refused, fileName } = last.loaded
  return (
    <Notice
      kind={refused.length === 0 ? 'info' : 'warning'}
      actions={
        <Button size="xs" variant="default" onClick={() => setSeen(last.at)}>
          Dismiss
        </Button>
      }
    >
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element may not hold blocks */}
      <div role="status">
        <strong>{formatPlural(loaded, 'user')} loaded</strong> from <bdi>{fileName}</bdi>
        {refused.length === 0 ? '.' : `, ${formatPlural(refused.length, 'row')} refused:`}
      </div>
      {refused.length === 0 ? null : (
        <ul className={classes.refused}>
          {refused.slice(0, shownRefusals).map(({ row, reason }) => (
            <li key={row}>
              Row {formatNumber(row)} <Sentence text={reason} />
            </li>
          ))}
          {refused.length > shownRefusals ? <li>and {formatNumber(refused.length - shownRefusals)} more</li> : null}
        </ul>
      )}
    </Notice>
  )
}
