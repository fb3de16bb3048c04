import type { UploadEntry } from '@muster/contracts/uploads'
import type { ReactNode } from 'react'
import { DeskLink } from '../../lib/desk-link.tsx'
import { paths } from '../../lib/paths.ts'
import { Notice } from '../../ui/notice.tsx'
import { FileCorrection } from './file-correction.tsx'
import classes from './file-panel.module.css'

/** Workbooks and JSON say themselves how they are read; only text can be taken for something else. */
const isText = (fileName: string): boolean => !/\.(xlsx|json)$/i.test(fileName)

/** A file that cannot be read as it is: why, and the ways out. */
export function RefusedUpload({ upload, may }: { upload: UploadEntry; may: boolean }): ReactNode {
  return (
    <>
      <div role="alert">
        <Notice kind="danger" actions={<DeskLink href={paths.uploads()}>Send another file</DeskLink>}>
          <p>
            <strong>This file was refused.</strong> {upload.problem ?? 'It could not be read.'}
          </p>
        </Notice>
      </div>
      {may && isText(upload.fileName) ? (
        <section className={classes.panel} aria-label="Read it another way">
          <h2 className={classes.title}>Was it understood wrongly?</h2>
          <p className={classes.hint}>Say how it is to be read, and it is read again.</p>
          <FileCorrection upload={upload} />
        </section>
      ) : null}
    </>
  )
}
