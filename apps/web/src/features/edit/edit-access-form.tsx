import { type ReactNode, useEffect } from 'react'
import { useController } from 'react-hook-form'
import { Form } from '../../ui/form/form.tsx'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import type { ActionFormProps } from './action-form-props.ts'
import { FlagsField } from './fields/flags-field.tsx'
import { GroupsField } from './fields/groups-field.tsx'
import { IdentifiersField } from './fields/identifiers-field.tsx'
import type { StartPair } from './fields/role-pairs.tsx'
import { RolesField } from './fields/roles-field.tsx'
import classes from './form.module.css'
import { FormFooter } from './form-footer.tsx'
import { type EditValues, editSchema, startValuesFor, toChange } from './form-values.ts'
import { subjectOf } from './queries.ts'

const kinds = ['email', 'orgUserId', 'userId'] as const

interface EditAccessFormProps extends ActionFormProps {
  /** Choices made before the form opens: the group of a page. */
  readonly preset?: Partial<EditValues> | undefined
  readonly start?: StartPair | undefined
}

/** One form for one user, for many and for a pasted list: groups, roles on bots, the two flags. */
export function EditAccessForm(props: EditAccessFormProps): ReactNode {
  const { target, preset, start, request, onDirty, onCancel, onSubmit } = props
  const one = target?.kind === 'users' && target.users.length === 1 ? (target.users[0] ?? null) : null
  const form = useZodForm({
    schema: editSchema(one, target === null ? { list: 'all' } : {}),
    defaultValues: { ...startValuesFor(one), ...preset },
    request,
    onSubmit: (values) => onSubmit({ subject: subjectOf(target, values), change: toChange(values) }),
  })
  const by = useController({ control: form.control, name: 'by' })
  const text = useController({ control: form.control, name: 'text' })
  const { errors, isDirty } = form.formState
  useEffect(() => onDirty(isDirty), [isDirty, onDirty])
  return (
    <Form form={form} className={classes.form}>
      {target === null ? (
        <IdentifiersField kinds={kinds} by={by.field} text={text.field} isInvalid={text.fieldState.invalid} />
      ) : null}
      <GroupsField control={form.control} user={one} />
      <RolesField control={form.control} user={one} start={start} />
      <FlagsField control={form.control} user={one} />
      <FormFooter form={form} missing={errors.nothing?.message} onCancel={onCancel} />
    </Form>
  )
}
