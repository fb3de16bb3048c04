import { t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { Button, Textarea } from '@mantine/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useWatch } from 'react-hook-form'
import * as z from 'zod/mini'
import { useDiscardGuard } from '../../../query/discard-guard.tsx'
import { Form } from '../../../ui/form/form.tsx'
import { SubmitButton } from '../../../ui/form/submit-button.tsx'
import { useZodForm } from '../../../ui/form/use-zod-form.ts'
import classes from './drop-zone.module.css'
import { readPastedText } from './read-paste.ts'
import type { SendFiles } from './use-send-files.ts'

interface PasteBoxProps {
  readonly onFiles: SendFiles
  readonly onClose: () => void
}

/** The rules of the form. A function, because its messages need the active language. */
const valuesSchema = () =>
  z.object({
    text: z.string().check(z.refine((text) => readPastedText(text).kind !== 'nothing', t`Paste the cells first`)),
  })

function usePasteForm(onFiles: SendFiles) {
  const [isPending, setPending] = useState(false)
  // Not state: the guard is called before the next render.
  const sent = useRef('')
  const form = useZodForm({
    schema: valuesSchema(),
    defaultValues: { text: '' },
    request: { isPending, error: null },
    onSubmit: ({ text }) => {
      const pasted = readPastedText(text)
      if (pasted.kind === 'nothing') return
      sent.current = text
      setPending(true)
      onFiles([pasted.file], (isSent) => {
        setPending(false)
        if (!isSent) sent.current = ''
      })
    },
  })
  const { setFocus } = form
  // The member opened the box to paste, so it takes the focus.
  useEffect(() => setFocus('text'), [setFocus])
  /** Text being sent is guarded by the page. */
  const hasUnsent = (): boolean => ![sent.current, ''].includes(form.getValues('text'))
  return { form, hasUnsent }
}

/** A box for cells copied from Excel or Google Sheets, to review before sending. */
export function PasteBox({ onFiles, onClose }: PasteBoxProps): ReactNode {
  const { form, hasUnsent } = usePasteForm(onFiles)
  const { close, question } = useDiscardGuard({ hasChanges: hasUnsent, onClose, partOf: 'page' })
  const pasted = readPastedText(useWatch({ control: form.control, name: 'text' }))
  return (
    <Form form={form} className={classes.paste}>
      <Textarea
        label={t`Cells from Excel or Google Sheets`}
        description={t`Copy them with their column names, then paste them here or anywhere on the page.`}
        data-untranslated
        // untranslated: Muster detects columns by their English names
        placeholder={'Email\tAdd roles\nana@example.com\tTester on Billing'}
        rows={6}
        spellCheck={false}
        error={form.formState.errors.text?.message}
        {...form.register('text')}
      />
      <div className={classes.buttons}>
        <span className={classes.counted} role="status">
          {pasted.kind === 'cells' ? <PastedLines lines={pasted.lines} /> : null}
        </span>
        <Button variant="default" disabled={form.isPending} onClick={close}>
          <Trans>Close</Trans>
        </Button>
        <SubmitButton form={form}>
          <Trans>Send these cells</Trans>
        </SubmitButton>
      </div>
      {question}
    </Form>
  )
}

function PastedLines({ lines }: { readonly lines: number }): ReactNode {
  if (lines === 0) return null
  return <Plural value={lines} one="# line will be sent as pasted.tsv" other="# lines will be sent as pasted.tsv" />
}
