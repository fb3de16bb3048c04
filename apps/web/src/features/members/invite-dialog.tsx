import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import type { Invitation } from '@muster/contracts/members'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Controller } from 'react-hook-form'
import * as z from 'zod/mini'
import { FormModal } from '../../query/form-modal.tsx'
import { Form } from '../../ui/form/form.tsx'
import { FormEnd } from '../../ui/form/form-end.tsx'
import layout from '../../ui/form/form-layout.module.css'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import classes from './members.module.css'
import { inviteMutation, membersQuery } from './queries.ts'
import { RoleChoice } from './role-choice.tsx'

/** The rules of the form. A function, because its messages need the active language. */
const valuesSchema = () =>
  z.object({
    email: z.string().check(z.trim(), z.regex(/^[^\s@]+@[^\s@]+$/, t`Enter an email address`)),
    name: z.string().check(z.trim(), z.minLength(1, t`Enter a name`)),
    role: z.string(),
    sendEmail: z.boolean(),
  })

const lowest = 'viewer'

interface InviteDialogProps {
  readonly onClose: () => void
  readonly onInvited: (made: Invitation) => void
}

function useInviteForm(sendsEmail: boolean, onInvited: InviteDialogProps['onInvited']) {
  const request = useMutation(inviteMutation(useQueryClient()))
  return useZodForm({
    schema: valuesSchema(),
    defaultValues: { email: '', name: '', role: lowest, sendEmail: sendsEmail },
    request,
    fields: { 'body.email': 'email', 'body.name': 'name' },
    onSubmit: (member) => request.mutate(member, { onSuccess: onInvited }),
  })
}

/** Adds a member. The link for them is shown afterwards. */
export function InviteDialog({ onClose, onInvited }: InviteDialogProps): ReactNode {
  const { sendsEmail } = useSuspenseQuery(membersQuery).data
  const form = useInviteForm(sendsEmail, onInvited)
  const { register } = form
  const { errors, isDirty } = form.formState
  return (
    <FormModal title={t`Invite a member`} centered isDirty={isDirty} onClose={onClose}>
      {(close) => (
        <Form form={form} className={layout.fields}>
          <TextInput
            data-autofocus
            label={t`Email`}
            type="email"
            error={errors.email?.message}
            {...register('email')}
          />
          <TextInput label={t`Name`} error={errors.name?.message} {...register('name')} />
          <Controller
            control={form.control}
            name="role"
            render={({ field }) => <RoleChoice value={field.value} onChange={field.onChange} />}
          />
          {sendsEmail ? (
            <label className={classes.check}>
              <input type="checkbox" {...register('sendEmail')} />
              <Trans>Send the link by email</Trans>
            </label>
          ) : null}
          <FormEnd form={form} onClose={close}>
            <Trans>Create the invitation link</Trans>
          </FormEnd>
        </Form>
      )}
    </FormModal>
  )
}
