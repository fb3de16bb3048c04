import { Trans } from '@lingui/react/macro'
import { type ReactNode, useEffect } from 'react'
import { useController } from 'react-hook-form'
import * as z from 'zod/mini'
import { Form } from '../../ui/form/form.tsx'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import type { ActionFormProps } from './action-form-props.ts'
import { IdentifiersField } from './fields/identifiers-field.tsx'
import { listValues, usableList } from './fields/pasted-identifiers.ts'
import classes from './form.module.css'
import { FormFooter } from './form-footer.tsx'
import { subjectOf } from './queries.ts'
import { TargetLine } from './target-line.tsx'

const kinds = ['email', 'orgUserId'] as const
const valuesSchema = z.object(listValues)
type Values = z.output<typeof valuesSchema>

/** Removes users from the account: the selected ones, or those given by email or organization ID. */
export function RemoveUsersForm({ target, request, onDirty, onCancel, onSubmit }: ActionFormProps): ReactNode {
  const form = useZodForm<Values, Values>({
    schema: target === null ? valuesSchema.check(usableList) : valuesSchema,
    defaultValues: { by: 'email', text: '' },
    request,
    onSubmit: (values) => onSubmit({ subject: subjectOf(target, values), change: { kind: 'remove' } }),
  })
  const by = useController({ control: form.control, name: 'by' })
  const text = useController({ control: form.control, name: 'text' })
  const isDirty = text.field.value.trim() !== ''
  useEffect(() => onDirty(isDirty), [isDirty, onDirty])
  return (
    <Form form={form} className={classes.form}>
      {target === null ? (
        <IdentifiersField kinds={kinds} by={by.field} text={text.field} isInvalid={text.fieldState.invalid} />
      ) : (
        <TargetLine target={target} />
      )}
      <p className={classes.now}>
        <Trans>
          Removed users lose all groups and roles of this account. They may stay in other accounts. Their conversations
          stay until an erasure. Users who own a bot cannot be removed.
        </Trans>
      </p>
      <FormFooter form={form} onCancel={onCancel} />
    </Form>
  )
}
