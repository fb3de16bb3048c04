import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { UploadEntry } from '@muster/contracts/uploads'
import type { ReactNode } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import { usePartGuard } from '../../../query/discard-guard.tsx'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { Notice } from '../../../ui/page/notice.tsx'
import { FileCorrection } from './file-correction.tsx'
import classes from './file-panel.module.css'

/** Text has another encoding or delimiter to try, a workbook another sheet or header row. JSON has no options. */
const hasReadOptions = ({ fileName, detected }: UploadEntry): boolean =>
  detected.sheets.length > 0 || !/\.(xlsx|json)$/i.test(fileName)

/** A refused file: the reason, and what to do. */
export function RefusedUpload({ upload, may }: { upload: UploadEntry; may: boolean }): ReactNode {
  const { question, setDirty } = usePartGuard({ partOf: 'page' })
  return (
    <>
      <div role="alert">
        <Notice
          kind="danger"
          actions={
            <AppLink href={paths.uploads()}>
              <Trans>Send another file</Trans>
            </AppLink>
          }
        >
          <p>
            <strong>
              <Trans>Muster refused this file.</Trans>
            </strong>{' '}
            {upload.problem === null ? <Trans>It is unreadable.</Trans> : <Sentence text={upload.problem} />}
          </p>
        </Notice>
      </div>
      {may && hasReadOptions(upload) ? (
        <section className={classes.panel} aria-label={t`Correct the detected format`}>
          <h2 className={classes.title}>
            <Trans>Was the format detected wrongly?</Trans>
          </h2>
          <p className={classes.hint}>
            <Trans>Correct the format and read the file again.</Trans>
          </p>
          <FileCorrection upload={upload} onDirty={setDirty} />
          {question}
        </section>
      ) : null}
    </>
  )
}
