import { plural, t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import type { UploadEntry } from '@muster/contracts/uploads'
import type { ReactNode } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { formatNumber } from '../../../lib/format.ts'
import { paths } from '../../../lib/paths.ts'
import list from '../../../query/list-page.module.css'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { Time } from '../../../ui/facts/time.tsx'
import { DeleteUpload } from '../file/delete-upload.tsx'
import { UploadState } from '../upload-state.tsx'
import { formatBytes, isProcessing, recognizedText } from '../upload-text.ts'
import classes from './uploads-page.module.css'

/** One file in the list: its format, its row counts, its state, its sender. */
export function UploadListRow({ upload }: { upload: UploadEntry }): ReactNode {
  return (
    <tr>
      <td>
        <AppLink href={paths.upload(upload.id)} className={list.title}>
          <bdi>{upload.fileName}</bdi>
        </AppLink>
        <FileFacts upload={upload} />
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
        <Progress upload={upload} />
      </td>
      <td className={classes.sender}>
        <bdi>{upload.createdBy}</bdi>
        <div className={list.quiet}>
          <Time iso={upload.createdAt} />
        </div>
      </td>
      <td className={`${list.acts} ${classes.end}`}>
        {isProcessing(upload) ? null : <DeleteUpload upload={upload} compact />}
      </td>
    </tr>
  )
}

function FileFacts({ upload: { corrects, bytes, detected } }: { upload: UploadEntry }): ReactNode {
  return (
    <div className={list.quiet}>
      {corrects === null ? formatBytes(bytes) : t`failed rows of a report`}
      {detected.recognizedAs === null ? null : (
        <>
          {' · '}
          {recognizedText(detected.recognizedAs)}
        </>
      )}
    </div>
  )
}

/** The state of a file, with the plan that it became. */
function Progress({ upload }: { upload: UploadEntry }): ReactNode {
  return (
    <>
      <UploadState state={upload.state} />
      {upload.planId === null ? null : (
        <div>
          <AppLink href={paths.plan(upload.planId)}>
            <Trans>Open the plan</Trans>
          </AppLink>
        </div>
      )}
      {isProcessing(upload) && upload.counts.rows > 0 ? <div className={list.quiet}>{progressOf(upload)}</div> : null}
    </>
  )
}

function progressOf({ progress: { rows, total } }: UploadEntry): string {
  const checked = formatNumber(rows)
  return total === null ? t`${checked} so far` : t`${checked} of ${{ total: formatNumber(total) }}`
}

function RowCounts({ upload }: { upload: UploadEntry }): ReactNode {
  const { counts } = upload
  const { rows, errors } = counts
  const rest = [
    counts.excluded > 0 ? t`${{ excluded: formatNumber(counts.excluded) }} excluded` : null,
    counts.done > 0 ? t`${{ done: formatNumber(counts.done) }} already done` : null,
  ].filter((part) => part !== null)
  return (
    <>
      {plural(rows, { one: '# row', other: '# rows' })}
      {rows === 0 ? null : ' · '}
      {errors > 0 ? (
        <span className={classes.errors}>
          <Plural value={errors} one="# with errors" other="# with errors" />
        </span>
      ) : rows > 0 ? (
        <Trans>no errors</Trans>
      ) : null}
      {rest.length > 0 ? <div className={list.quiet}>{rest.join(' · ')}</div> : null}
    </>
  )
}
