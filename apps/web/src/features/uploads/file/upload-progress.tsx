import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Progress } from '@mantine/core'
import type { UploadEntry } from '@muster/contracts/uploads'
import type { ReactNode } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import classes from './upload-progress.module.css'

/** Progress of reading and checking a file, which the server continues when the page is left. */
export function UploadProgress({ upload }: { upload: UploadEntry }): ReactNode {
  const { rows, total } = upload.progress
  return (
    <div className={classes.progress}>
      <div className={classes.words} role="status">
        <strong>{upload.state === 'reading' ? t`Detecting the format` : progressWords(upload.progress)}</strong>
        <span>
          <Trans>You can leave this page and come back.</Trans>
        </span>
      </div>
      <Progress
        size="sm"
        animated
        value={total === null || total === 0 ? 100 : Math.max(4, (rows / total) * 100)}
        aria-label={t`Progress of the file`}
        aria-valuetext={progressWords(upload.progress)}
      />
    </div>
  )
}

function progressWords({ rows, total }: UploadEntry['progress']): string {
  if (total === null) return plural(rows, { one: '# row checked so far', other: '# rows checked so far' })
  const checked = formatNumber(rows)
  return plural(total, { one: `${checked} of # row checked`, other: `${checked} of # rows checked` })
}
