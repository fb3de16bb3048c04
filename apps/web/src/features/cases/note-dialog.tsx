import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Textarea } from '@mantine/core'
import type { UseMutationResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import * as z from 'zod/mini'
import { useLeaveGuard } from '../../lib/leave-guard.ts'
import { Form } from '../../ui/form/form.tsx'
import layout from '../../ui/form/form-layout.module.css'
import { FormModal } from '../../ui/form/form-modal.tsx'
import { SubmitButton } from '../../ui/form/submit-button.tsx'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import { ErrorNote } from '../../ui/page/error-note.tsx'

interface NoteDialogProps {
  readonly title: string
  readonly label: string
  readonly submit: string
  readonly request: UseMutationResult<unknown, Error, string>
  readonly onClose: () => void
}

/** An act on a case that needs a reason or a note, which the audit keeps. */
export function NoteDialog({ title, label, submit, request, onClose }: NoteDialogProps): ReactNode {
  const guard = useLeaveGuard()
  const form = useZodForm({
    schema: z.object({ note: z.string().check(z.trim(), z.minLength(1, t`Enter a text`), z.maxLength(1000)) }),
    defaultValues: { note: '' },
    request,
    onSubmit: ({ note }) => request.mutate(note, { onSuccess: onClose }),
  })
  const { errors, isDirty } = form.formState
  return (
    <FormModal title={title} centered isDirty={isDirty} guard={guard} onClose={onClose}>
      {(close) => (
        <Form form={form} className={layout.fields}>
          <Textarea
            data-autofocus
            label={label}
            description={t`The audit records this text`}
            autosize
            minRows={2}
            error={errors.note?.message}
            {...form.register('note')}
          />
          <ErrorNote error={form.error} />
          <div className={layout.buttons}>
            <Button variant="default" onClick={close}>
              <Trans>Cancel</Trans>
            </Button>
            <SubmitButton form={form}>{submit}</SubmitButton>
          </div>
        </Form>
      )}
    </FormModal>
  )
}
