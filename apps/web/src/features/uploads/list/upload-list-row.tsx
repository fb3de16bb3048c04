import type { UploadEntry } from '@muster/contracts/uploads'
import type { ReactNode } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { formatNumber, formatPlural } from '../../../lib/format.ts'
import { paths } from '../../../lib/paths.ts'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { Time } from '../../../ui/facts/time.tsx'
import list from '../../../ui/page/list-page.module.css'
import { DeleteUpload } from '../file/delete-upload.tsx'
import { UploadState } from '../upload-state.tsx'
import { formatBytes, isProcessing } from '../upload-words.ts'
import classes from './uploads-page.module.css'

/** One file in the list: what it is, how its rows stand, whose it is. */
export function UploadListRow({ upload, may }: { upload: UploadEntry; may: boolean }): ReactNode {
  const { detected, counts } = upload
  return (
    <tr>
      <td>
        <AppLink href={paths.upload(upload.id)} className={list.title}>
          <bdi>{upload.fileName}</bdi>
        </AppLink>
        <div className={list.quiet}>
          {upload.corrects === null ? formatBytes(upload.bytes) : 'failed rows of a report'}
          {detected.recognisedAs === null ? '' : ` · ${detected.recognisedAs}`}
        </div>
      </td>
      <td className={classes.counts}>
        {upload.state === 'refused' ? (
          <span className={list.quiet}>
            <Sentence text={upload.problem ?? ''} />
          </span>
        ) : (
          <RowCounts upload={upload} />
        )}
      </td>
      <td>
        <UploadState state={upload.state} />
        {upload.planId === null ? null : (
          <div>
            <AppLink href={paths.plan(upload.planId)}>the plan</AppLink>
          </div>
        )}
        {isProcessing(upload) && counts.rows > 0 ? <div className={list.quiet}>{progressOf(upload)}</div> : null}
      </td>
      <td className={classes.sender}>
        <bdi>{upload.createdBy}</bdi>
        <div className={list.quiet}>
          <Time iso={upload.createdAt} />
        </div>
      </td>
      <td className={classes.end}>{may && !isProcessing(upload) ? <DeleteUpload upload={upload} compact /> : null}</td>
    </tr>
  )
}

function progressOf({ progress: { rows, total } }: UploadEntry): string {
  return total === null ? `${formatNumber(rows)} so far` : `${formatNumber(rows)} of ${formatNumber(total)}`
}

function RowCounts({ upload }: { upload: UploadEntry }): ReactNode {
  const { counts } = upload
  const rest = [
    counts.excluded > 0 ? `${formatNumber(counts.excluded)} left out` : null,
    counts.done > 0 ? `${formatNumber(counts.done)} done before` : null,
  ].filter((part) => part !== null)
  return (
    <>
      {formatPlural(counts.rows, 'row')}
      {counts.errors > 0 ? (
        <span className={classes.errors}> · {formatNumber(counts.errors)} with errors</span>
      ) : counts.rows > 0 ? (
        ' · no errors'
      ) : (
        ''
      )}
      {rest.length > 0 ? <div className={list.quiet}>{rest.join(' · ')}</div> : null}
    </>
  )
}
