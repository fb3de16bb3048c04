import { Trans } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useSession } from '../../lib/session.ts'
import { Form } from '../../ui/form/form.tsx'
import { FormEnd } from '../../ui/form/form-end.tsx'
import layout from '../../ui/form/form-layout.module.css'
import { NewPassphraseFields, newPassphraseSchema } from '../../ui/form/new-passphrase.tsx'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import section from '../../ui/page/section.module.css'
import { changePassphraseMutation } from './queries.ts'

interface ChangePassphraseProps {
  readonly onChanged: () => void
  readonly onClose: () => void
}

/** Where a member who proved who they are chooses another passphrase. */
export function ChangePassphrase({ onChanged, onClose }: ChangePassphraseProps): ReactNode {
  const { member } = useSession()
  const request = useMutation(changePassphraseMutation(useQueryClient()))
  const form = useZodForm({
    schema: newPassphraseSchema(),
    defaultValues: { password: '', repeated: '' },
    request,
    onSubmit: ({ password }) => request.mutate(password, { onSuccess: onChanged }),
  })
  return (
    <Form form={form} className={layout.fields}>
      <p className={section.quiet}>
        <Trans>
          Choose several unrelated words, 15 characters or more. Your other sessions, sign-in links and remembered
          browsers end. Your tokens stay.
        </Trans>
      </p>
      <NewPassphraseFields form={form} email={member?.email ?? ''} />
      <FormEnd form={form} onClose={onClose}>
        <Trans>Change the passphrase</Trans>
      </FormEnd>
    </Form>
  )
}
