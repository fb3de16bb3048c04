import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { MemberEntry } from '@muster/contracts/members'
import { memberRoles } from '@muster/core/permission'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Controller } from 'react-hook-form'
import * as z from 'zod/mini'
import { Form } from '../../ui/form/form.tsx'
import layout from '../../ui/form/form-layout.module.css'
import { SubmitButton } from '../../ui/form/submit-button.tsx'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { roleMutation } from './queries.ts'
import { RoleChoice } from './role-choice.tsx'

const schema = z.object({ role: z.enum(memberRoles) })

/** Gives a member another role. */
export function RoleForm({ member, onClose }: { member: MemberEntry; onClose: () => void }): ReactNode {
  const request = useMutation(roleMutation(useQueryClient()))
  const form = useZodForm({
    schema,
    defaultValues: { role: member.role },
    request,
    onSubmit: ({ role }) => request.mutate({ id: member.id, role }, { onSuccess: onClose }),
  })
  return (
    <Form form={form}>
      <p>{t`Open sessions of the member end, so the new role applies at once. The member signs in again.`}</p>
      <Controller
        control={form.control}
        name="role"
        render={({ field }) => <RoleChoice value={field.value} onChange={field.onChange} />}
      />
      <ErrorNote error={form.error} />
      <div className={layout.buttons}>
        <Button variant="default" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <SubmitButton form={form}>
          <Trans>Change the role</Trans>
        </SubmitButton>
      </div>
    </Form>
  )
}
