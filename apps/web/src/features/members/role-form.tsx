import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import type { MemberRoleEntry } from '@muster/contracts/members'
import type { Permission } from '@muster/core/permission'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Controller } from 'react-hook-form'
import * as z from 'zod/mini'
import { useSession } from '../../lib/session.ts'
import { FormModal } from '../../query/form-modal.tsx'
import { PermissionsField } from '../../query/permissions-field.tsx'
import { Form } from '../../ui/form/form.tsx'
import { FormEnd } from '../../ui/form/form-end.tsx'
import layout from '../../ui/form/form-layout.module.css'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import { saveRoleMutation } from './queries.ts'

/** The rules of the form. A function, because its messages need the active language. */
const valuesSchema = () =>
  z.object({
    name: z.string().check(z.trim(), z.minLength(1, t`Enter a name`)),
    permissions: z.array(z.string()).check(z.minLength(1, t`Choose a permission`)),
  })

/** Every role has the one for its own session. */
const isChosen = (permission: Permission): boolean => permission !== 'session:own'

interface RoleFormProps {
  /** Null: a new one. */
  readonly role: MemberRoleEntry | null
  readonly onClose: () => void
}

/** `own`: the permissions that the member may give. */
function useRoleForm({ role, onClose }: RoleFormProps, own: readonly Permission[]) {
  const request = useMutation(saveRoleMutation(useQueryClient()))
  const form = useZodForm({
    schema: valuesSchema(),
    defaultValues: { name: role?.name ?? '', permissions: (role?.permissions ?? []).filter(isChosen) },
    request,
    fields: { 'body.name': 'name', 'body.permissions': 'permissions' },
    onSubmit: ({ name, permissions }) => {
      const chosen = own.filter((permission) => permissions.includes(permission))
      request.mutate({ id: role?.id ?? null, name, permissions: chosen }, { onSuccess: onClose })
    },
  })
  return { form, isSaved: request.isSuccess }
}

/** The name and the permissions of a role: members give at most their own permissions. */
export function RoleForm(props: RoleFormProps): ReactNode {
  const { role, onClose } = props
  const own = (useSession().member?.permissions ?? []).filter(isChosen)
  const { form, isSaved } = useRoleForm(props, own)
  const { errors, isDirty } = form.formState
  return (
    <FormModal
      title={role === null ? t`Add a role` : t`Change the role`}
      centered
      isDirty={isDirty && !isSaved}
      onClose={onClose}
    >
      {(close) => (
        <Form form={form} className={layout.fields}>
          {role === null ? null : (
            <p>
              <Trans>Open sessions of members with this role end. They sign in again.</Trans>
            </p>
          )}
          <TextInput data-autofocus label={t`Name`} error={errors.name?.message} {...form.register('name')} />
          <Controller
            control={form.control}
            name="permissions"
            render={({ field }) => (
              <PermissionsField
                grantable={own}
                value={field.value}
                onChange={field.onChange}
                error={errors.permissions?.message}
              />
            )}
          />
          <FormEnd form={form} onClose={close}>
            {role === null ? <Trans>Add the role</Trans> : <Trans>Save the role</Trans>}
          </FormEnd>
        </Form>
      )}
    </FormModal>
  )
}
