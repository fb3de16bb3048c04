import { Button, FileButton } from '@mantine/core'
import { uploadLimits } from '@muster/contracts/uploads'
import { ClipboardPaste, FileUp } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import { formatBytes } from '../upload-words.ts'
import classes from './drop-zone.module.css'
import { PasteBox } from './paste-box.tsx'
import { acceptedEndings } from './validate-file.ts'

interface DropZoneProps {
  /** A file hovers over the page. */
  readonly isOver: boolean
  /** False: the role does not allow uploads. */
  readonly may: boolean
  readonly onFiles: (files: readonly File[]) => void
}

/** Where files come in: dropped anywhere on the page, chosen, or pasted as cells. The limits are said before. */
export function DropZone({ isOver, may, onFiles }: DropZoneProps): ReactNode {
  const [isPasting, setPasting] = useState(false)
  const reset = useRef<() => void>(null)
  const choose = (files: readonly File[]): void => {
    // Without this, choosing the same file again, repaired, changes nothing in the browser.
    reset.current?.()
    if (files.length > 0) onFiles(files)
  }
  return (
    <section className={classes.zone} data-over={isOver || undefined} aria-label="Send a file">
      <FileUp size={28} strokeWidth={1.5} aria-hidden="true" className={classes.icon} />
      <p className={classes.lead}>
        {isOver ? 'Let go to send the file' : 'Drop a file anywhere on this page, or paste cells from a spreadsheet'}
      </p>
      <div className={classes.actions}>
        <FileButton multiple accept={acceptedEndings.join(',')} resetRef={reset} onChange={choose} disabled={!may}>
          {(props) => (
            <Button {...props} disabled={!may}>
              Choose a file
            </Button>
          )}
        </FileButton>
        <Button
          variant="default"
          disabled={!may}
          leftSection={<ClipboardPaste size={16} aria-hidden="true" />}
          aria-expanded={isPasting}
          onClick={() => setPasting(!isPasting)}
        >
          Paste cells
        </Button>
      </div>
      {isPasting ? <PasteBox onFiles={onFiles} onClose={() => setPasting(false)} /> : null}
      <p className={classes.limits}>
        {may
          ? `CSV, TSV, TXT, XLSX or a JSON body of Kore.ai’s. At most ${formatBytes(uploadLimits.fileBytes)}, ${formatNumber(uploadLimits.rows)} rows and ${uploadLimits.columns} columns; a file beyond that is refused whole, never cut. Sending a file changes nobody.`
          : 'Your role does not allow sending files.'}
      </p>
    </section>
  )
}
