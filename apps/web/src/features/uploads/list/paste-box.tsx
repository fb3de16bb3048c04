import { Button, Textarea } from '@mantine/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { formatPlural } from '../../../lib/format.ts'
import classes from './drop-zone.module.css'
import { readPastedText } from './read-paste.ts'

interface PasteBoxProps {
  readonly onFiles: (files: readonly File[]) => void
  readonly onClose: () => void
}

/** A box for cells copied from Excel or Google Sheets, to look at before they are sent. */
export function PasteBox({ onFiles, onClose }: PasteBoxProps): ReactNode {
  const [text, setText] = useState('')
  const pasted = readPastedText(text)
  const box = useRef<HTMLTextAreaElement>(null)
  // Opened by a press of "Paste cells": the very next thing is the paste.
  useEffect(() => box.current?.focus(), [])
  return (
    <form
      className={classes.paste}
      onSubmit={(event) => {
        event.preventDefault()
        if (pasted.kind !== 'nothing') onFiles([pasted.file])
      }}
    >
      <Textarea
        ref={box}
        label="Cells from Excel or Google Sheets"
        description="Copy them with their column names, then paste here or anywhere on the page."
        placeholder={'Email\tAdd roles\nana@example.com\tTester on Billing'}
        rows={6}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.buttons}>
        <span className={classes.counted} role="status">
          {pasted.kind === 'cells' ? `${formatPlural(pasted.lines, 'line')} will be sent as pasted.tsv` : ''}
        </span>
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <Button type="submit" disabled={pasted.kind === 'nothing'}>
          Send these cells
        </Button>
      </div>
    </form>
  )
}
