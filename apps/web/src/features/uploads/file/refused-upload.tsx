import type { UploadEntry } from '@muster/contracts/uploads'
import type { ReactNode } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { Notice } from '../../../ui/page/notice.tsx'
import { FileCorrection } from './file-correction.tsx'
import classes from './file-panel.module.css'

/** Text can be taken for something else, a workbook for another sheet or header; JSON says itself how it is read. */
const mayBeReadOtherwise = ({ fileName, detected }: UploadEntry): boolean =>
  detected.sheets.length > 0 || !/\.(xlsx|json)$/i.test(fileName)

/** A file that cannot be read as it is: why, and the ways out. */
export function RefusedUpload({ upload, may }: { upload: UploadEntry; may: boolean }): ReactNode {
  return (
    <>
      <div role="alert">
        <Notice kind="danger" actions={<AppLink href={paths.uploads()}>Send another file</AppLink>}>
          <p>
            <strong>This file was refused.</strong> <Sentence text={upload.problem ?? 'It could not be read.'} />
          </p>
        </Notice>
      </div>
      {may && mayBeReadOtherwise(upload) ? (
        <section className={classes.panel} aria-label="Read it another way">
          <h2 className={classes.title}>Was it understood wrongly?</h2>
          <p className={classes.hint}>Say how it is to be read, and it is read again.</p>
          <FileCorrection upload={upload} />
        </section>
      ) : null}
    </>
  )
}
