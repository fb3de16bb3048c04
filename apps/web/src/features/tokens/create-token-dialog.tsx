import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import type { Permission } from '@muster/core/permission'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Controller } from 'react-hook-form'
import * as z from 'zod/mini'
import { FormModal } from '../../query/form-modal.tsx'
import { PermissionsField } from '../../query/permissions-field.tsx'
import { ChooseOne } from '../../ui/form/choose-one.tsx'
import { Form } from '../../ui/form/form.tsx'
import { FormEnd } from '../../ui/form/form-end.tsx'
import layout from '../../ui/form/form-layout.module.css'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import { createTokenMutation, tokensQuery } from './queries.ts'

const lifetimes = [7, 30, 90, 365] as const

/** The rules of the form. A function, because its messages need the active language. */
const valuesSchema = () =>
  z.object({
    name: z.string().check(z.trim(), z.minLength(1, t`Enter a name`)),
    permissions: z.array(z.string()).check(z.minLength(1, t`Choose a permission`)),
    days: z.string(),
  })

interface CreateTokenDialogProps {
  readonly onClose: () => void
  readonly onCreated: (secret: string) => void
}

function useTokenForm(grantable: readonly Permission[], onCreated: CreateTokenDialogProps['onCreated']) {
  const request = useMutation(createTokenMutation(useQueryClient()))
  return useZodForm({
    schema: valuesSchema(),
    defaultValues: { name: '', permissions: [], days: '30' },
    request,
    fields: { 'body.name': 'name', 'body.permissions': 'permissions' },
    onSubmit: ({ name, permissions, days }) =>
      request.mutate(
        { name, permissions: grantable.filter((one) => permissions.includes(one)), expiresInDays: Number(days) },
        { onSuccess: ({ secret }) => onCreated(secret) },
      ),
  })
}

/** Creates a token with some of the member's permissions. Its secret is shown afterwards. */
export function CreateTokenDialog({ onClose, onCreated }: CreateTokenDialogProps): ReactNode {
  const grantable = useSuspenseQuery(tokensQuery).data.grantable.map(({ id }) => id)
  const form = useTokenForm(grantable, onCreated)
  const { errors, isDirty } = form.formState
  return (
    <FormModal title={t`Create a token`} centered isDirty={isDirty} onClose={onClose}>
      {(close) => (
        <Form form={form} className={layout.fields}>
          <TextInput data-autofocus label={t`Name`} error={errors.name?.message} {...form.register('name')} />
          <Controller
            control={form.control}
            name="permissions"
            render={({ field }) => (
              <PermissionsField
                grantable={grantable}
                value={field.value}
                onChange={field.onChange}
                error={errors.permissions?.message}
              />
            )}
          />
          <LifetimeField form={form} />
          <FormEnd form={form} onClose={close}>
            <Trans>Create the token</Trans>
          </FormEnd>
        </Form>
      )}
    </FormModal>
  )
}

function LifetimeField({ form: { control } }: { readonly form: ReturnType<typeof useTokenForm> }): ReactNode {
  return (
    <Controller
      control={control}
      name="days"
      render={({ field }) => (
        <ChooseOne
          label={t`Valid for`}
          options={lifetimes.map((days) => ({
            value: String(days),
            label: plural(days, { one: '# day', other: '# days' }),
          }))}
          value={field.value}
          onChange={field.onChange}
        />
      )}
    />
  )
}
