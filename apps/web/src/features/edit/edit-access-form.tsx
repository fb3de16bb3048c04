import { standardSchemaResolver } from '@hookform/resolvers/standard-schema'
import { type ReactNode, useEffect } from 'react'
import { useForm } from 'react-hook-form'
import type { Target } from '../../lib/target.ts'
import { ChooserForm } from '../../ui/form/chooser-form.tsx'
import type { ActionFormProps } from './action-form-props.ts'
import { FlagsField } from './fields/flags-field.tsx'
import { GroupsField } from './fields/groups-field.tsx'
import { RolesField } from './fields/roles-field.tsx'
import classes from './form.module.css'
import { FormFooter } from './form-footer.tsx'
import { type EditValues, editSchema, startValuesFor, toChange } from './form-values.ts'

interface EditAccessFormProps extends ActionFormProps {
  readonly target: Target
}

/** One form for one user and for many: groups, roles on bots, the two flags. */
export function EditAccessForm({ target, busy, error, onDirty, onCancel, onSubmit }: EditAccessFormProps): ReactNode {
  const one = target.kind === 'users' && target.users.length === 1 ? (target.users[0] ?? null) : null
  const form = useForm<EditValues>({
    defaultValues: startValuesFor(one),
    resolver: standardSchemaResolver(editSchema(one)),
  })
  const { isDirty } = form.formState
  useEffect(() => onDirty(isDirty), [isDirty, onDirty])
  // `nothing` is not a field on screen but the form as a whole.
  const errors = form.formState.errors as Readonly<Record<string, { readonly message?: string } | undefined>>
  const submit = form.handleSubmit((values) =>
    onSubmit({ subject: { by: 'target', target }, change: toChange(values) }),
  )
  return (
    <ChooserForm className={classes.form} onSubmit={(event) => void submit(event)}>
      <GroupsField control={form.control} user={one} />
      <RolesField control={form.control} user={one} />
      <FlagsField control={form.control} user={one} />
      {errors.nothing === undefined ? null : (
        <p role="alert" className={classes.error}>
          {errors.nothing.message}
        </p>
      )}
      <FormFooter busy={busy} error={error} onCancel={onCancel} />
    </ChooserForm>
  )
}
