import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { FileButton } from '@mantine/core'
import { uploadLimits } from '@muster/core/upload/upload-file'
import { ClipboardPaste, FileUp } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import { PermittedButton } from '../../../query/permitted-button.tsx'
import { LacksNote } from '../../../query/refusal.tsx'
import { formatBytes } from '../upload-text.ts'
import classes from './drop-zone.module.css'
import { PasteBox } from './paste-box.tsx'
import type { SendFiles } from './use-send-files.ts'
import { acceptedEndings } from './validate-file.ts'

interface DropZoneProps {
  /** Whether a file is dragged over the page. */
  readonly isOver: boolean
  /** Whether the role allows uploads. */
  readonly may: boolean
  readonly onFiles: SendFiles
}

/** Takes files: dropped anywhere on the page, chosen, or pasted as cells. Names the limits. */
export function DropZone({ isOver, may, onFiles }: DropZoneProps): ReactNode {
  const [isPasting, setPasting] = useState(false)
  const reset = useRef<() => void>(null)
  const choose = (files: readonly File[]): void => {
    // Without a reset, the browser fires no event when the same file is chosen again after a repair.
    reset.current?.()
    if (files.length > 0) onFiles(files)
  }
  return (
    <section className={classes.zone} data-over={isOver || undefined} aria-label={t`Send a file`}>
      <FileUp size={28} strokeWidth={1.5} aria-hidden="true" className={classes.icon} />
      <p className={classes.lead}>
        {isOver ? (
          <Trans>Drop to send the file</Trans>
        ) : (
          <Trans>Drop a file anywhere on this page, or paste cells from a spreadsheet</Trans>
        )}
      </p>
      <div className={classes.actions}>
        <FileButton multiple accept={acceptedEndings.join(',')} resetRef={reset} onChange={choose} disabled={!may}>
          {(props) => (
            <PermittedButton permission="uploads:write" {...props}>
              <Trans>Choose a file</Trans>
            </PermittedButton>
          )}
        </FileButton>
        <PermittedButton
          permission="uploads:write"
          variant="default"
          leftSection={<ClipboardPaste size={16} aria-hidden="true" />}
          aria-expanded={isPasting}
          // It does not close the box, which asks before its text is lost.
          onClick={() => setPasting(true)}
        >
          <Trans>Paste cells</Trans>
        </PermittedButton>
      </div>
      {isPasting ? <PasteBox onFiles={onFiles} onClose={() => setPasting(false)} /> : null}
      <p className={classes.limits}>{may ? <Limits /> : <LacksNote permission="uploads:write" />}</p>
    </section>
  )
}

function Limits(): ReactNode {
  const bytes = formatBytes(uploadLimits.fileBytes)
  const rows = formatNumber(uploadLimits.rows)
  const columns = formatNumber(uploadLimits.columns)
  return (
    <Trans>
      CSV, TSV, TXT, XLSX, or a JSON body of Kore.ai’s API. At most {bytes}, {rows} rows and {columns} columns; Muster
      refuses a larger file as a whole. Sending a file changes no user.
    </Trans>
  )
}
