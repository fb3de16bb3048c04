import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { UnstyledButton } from '@mantine/core'
import type { UploadEntry } from '@muster/contracts/uploads'
import { ChevronDown, FileText, TriangleAlert } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { usePartGuard } from '../../../query/discard-guard.tsx'
import { detectedParts, detectionWarnings, recognizedText } from '../upload-text.ts'
import { FileCorrection } from './file-correction.tsx'
import classes from './file-panel.module.css'

interface FilePanelProps {
  readonly upload: UploadEntry
  readonly canChange: boolean
}

/** The detected format in one line, and the form to correct it. */
export function FilePanel({ upload, canChange }: FilePanelProps): ReactNode {
  const [isOpen, setOpen] = useState(false)
  const { close, question, setDirty } = usePartGuard({ onClose: () => setOpen(false), partOf: 'page' })
  const id = useId()
  // A JSON file has no format to choose.
  const isCorrectable = canChange && upload.detected.format !== 'json'
  return (
    <section className={classes.panel} aria-label={t`Detected format`} data-step="file" tabIndex={-1}>
      <div className={classes.line}>
        <FileText size={16} aria-hidden="true" className={classes.mark} />
        <h2 className={classes.title}>
          <Trans>File</Trans>
        </h2>
        <Summary detected={upload.detected} />
        {isCorrectable ? (
          <UnstyledButton
            className={classes.toggle}
            aria-expanded={isOpen}
            aria-controls={id}
            onClick={() => (isOpen ? close() : setOpen(true))}
          >
            {isOpen ? <Trans>Close</Trans> : <Trans>Correct</Trans>}
            <ChevronDown size={14} aria-hidden="true" data-open={isOpen || undefined} />
          </UnstyledButton>
        ) : null}
      </div>
      <Warnings detected={upload.detected} />
      <div id={id}>{isOpen && isCorrectable ? <FileCorrection upload={upload} onDirty={setDirty} /> : null}</div>
      {question}
    </section>
  )
}

function Summary({ detected }: Pick<UploadEntry, 'detected'>): ReactNode {
  const { recognizedAs } = detected
  return (
    <p className={classes.summary}>
      {recognizedAs === null ? null : (
        <>
          <Trans>
            Recognized as <strong>{recognizedText(recognizedAs)}</strong>
          </Trans>
          {' · '}
        </>
      )}
      {detectedParts(detected).join(' · ')}
    </p>
  )
}

function Warnings({ detected }: Pick<UploadEntry, 'detected'>): ReactNode {
  const warnings = detectionWarnings(detected)
  if (warnings.length === 0) return null
  return (
    <ul className={classes.warnings}>
      {warnings.map((warning) => (
        <li key={warning}>
          <TriangleAlert size={14} aria-hidden="true" />
          {warning}
        </li>
      ))}
    </ul>
  )
}
