import { Progress } from '@mantine/core'
import type { UploadEntry } from '@muster/contracts/uploads'
import type { ReactNode } from 'react'
import { formatNumber, formatPlural } from '../../../lib/format.ts'
import classes from './upload-progress.module.css'

/** How far the server is with a file. It goes on when this page is left. */
export function UploadProgress({ upload }: { upload: UploadEntry }): ReactNode {
  const { rows, total } = upload.progress
  const words =
    upload.state === 'reading'
      ? 'Finding out what the file is'
      : total === null
        ? `${formatPlural(rows, 'row')} checked so far`
        : `${formatNumber(rows)} of ${formatPlural(total, 'row')} checked`
  return (
    <div className={classes.progress}>
      <div className={classes.words} role="status">
        <strong>{words}</strong>
        <span>You can leave this page and come back.</span>
      </div>
      <Progress
        size="sm"
        animated
        value={total === null || total === 0 ? 100 : Math.max(4, (rows / total) * 100)}
        aria-label="Reading the file"
        aria-valuetext={
          total === null ? `${formatNumber(rows)} rows` : `${formatNumber(rows)} of ${formatNumber(total)}`
        }
      />
    </div>
  )
}
