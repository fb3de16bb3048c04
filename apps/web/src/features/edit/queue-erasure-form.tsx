import { Trans } from '@lingui/react/macro'
import { type ReactNode, useEffect } from 'react'
import { useController } from 'react-hook-form'
import { Form } from '../../ui/form/form.tsx'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import type { ActionFormProps } from './action-form-props.ts'
import { erasureSchema, toErasure } from './erasure-values.ts'
import { EraseScopeField } from './fields/erase-scope-field.tsx'
import { IdentifiersField } from './fields/identifiers-field.tsx'
import classes from './form.module.css'
import { FormFooter } from './form-footer.tsx'
import { subjectOf } from './queries.ts'
import { TargetLine } from './target-line.tsx'

const kinds = ['email', 'userId', 'orgUserId', 'channelUserId'] as const

/** Queues erasure of people's conversation data, from selected bots or from all. There is no default. */
export function QueueErasureForm({ target, request, onDirty, onCancel, onSubmit }: ActionFormProps): ReactNode {
  const form = useZodForm({
    schema: erasureSchema(target !== null),
    defaultValues: { by: 'email', text: '', scope: null, botIds: [] },
    request,
    onSubmit: (values) => onSubmit({ subject: subjectOf(target, values), change: toErasure(values) }),
  })
  const { control } = form
  const by = useController({ control, name: 'by' })
  const text = useController({ control, name: 'text' })
  const scope = useController({ control, name: 'scope' })
  const isDirty = text.field.value.trim() !== '' || scope.field.value !== null
  useEffect(() => onDirty(isDirty), [isDirty, onDirty])
  return (
    <Form form={form} className={classes.form}>
      {target === null ? (
        <IdentifiersField kinds={kinds} by={by.field} text={text.field} isInvalid={text.fieldState.invalid} />
      ) : (
        <TargetLine target={target} />
      )}
      <EraseScopeField control={control} />
      <p className={classes.now}>
        <Trans>
          An erasure cannot be undone. Kore.ai refuses it for people who are still users of the account. The plan shows
          them.
        </Trans>
      </p>
      <FormFooter form={form} onCancel={onCancel} />
    </Form>
  )
}
