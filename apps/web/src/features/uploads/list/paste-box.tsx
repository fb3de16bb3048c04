import { t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { Button, Textarea } from '@mantine/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import classes from './drop-zone.module.css'
import { readPastedText } from './read-paste.ts'

interface PasteBoxProps {
  readonly onFiles: (files: readonly File[]) => void
  readonly onClose: () => void
}

/** A box for cells copied from Excel or Google Sheets, to review before sending. */
export function PasteBox({ onFiles, onClose }: PasteBoxProps): ReactNode {
  const [text, setText] = useState('')
  const pasted = readPastedText(text)
  const lines = pasted.kind === 'cells' ? pasted.lines : 0
  const box = useRef<HTMLTextAreaElement>(null)
  // The user opened the box to paste, so it takes the focus.
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
        label={t`Cells from Excel or Google Sheets`}
        description={t`Copy them with their column names, then paste them here or anywhere on the page.`}
        // untranslated: Muster detects columns by their English names
        placeholder={'Email\tAdd roles\nana@example.com\tTester on Billing'}
        rows={6}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.buttons}>
        <span className={classes.counted} role="status">
          {lines > 0 ? (
            <Plural value={lines} one="# line will be sent as pasted.tsv" other="# lines will be sent as pasted.tsv" />
          ) : null}
        </span>
        <Button variant="default" onClick={onClose}>
          <Trans>Close</Trans>
        </Button>
        <Button type="submit" disabled={pasted.kind === 'nothing'}>
          <Trans>Send these cells</Trans>
        </Button>
      </div>
    </form>
  )
}
