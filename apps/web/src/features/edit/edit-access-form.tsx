import { type ReactNode, useEffect } from 'react'
import type { Target } from '../../lib/target.ts'
import { Form } from '../../ui/form/form.tsx'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import type { ActionFormProps } from './action-form-props.ts'
import { FlagsField } from './fields/flags-field.tsx'
import { GroupsField } from './fields/groups-field.tsx'
import { RolesField } from './fields/roles-field.tsx'
import classes from './form.module.css'
import { FormFooter } from './form-footer.tsx'
import { editSchema, startValuesFor, toChange } from './form-values.ts'

interface EditAccessFormProps extends ActionFormProps {
  readonly target: Target
}

/** One form for one user and for many: groups, roles on bots, the two flags. */
export function EditAccessForm({ target, request, onDirty, onCancel, onSubmit }: EditAccessFormProps): ReactNode {
  const one = target.kind === 'users' && target.users.length === 1 ? (target.users[0] ?? null) : null
  const form = useZodForm({
    schema: editSchema(one),
    defaultValues: startValuesFor(one),
    request,
    onSubmit: (values) => onSubmit({ subject: { by: 'target', target }, change: toChange(values) }),
  })
  const { errors, isDirty } = form.formState
  useEffect(() => onDirty(isDirty), [isDirty, onDirty])
  return (
    <Form form={form} className={classes.form}>
      <GroupsField control={form.control} user={one} />
      <RolesField control={form.control} user={one} />
      <FlagsField control={form.control} user={one} />
      {errors.nothing === undefined ? null : (
        <p role="alert" className={classes.error}>
          {errors.nothing.message}
        </p>
      )}
      <FormFooter form={form} onCancel={onCancel} />
    </Form>
  )
}
