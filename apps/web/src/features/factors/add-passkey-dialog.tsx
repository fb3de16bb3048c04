import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Modal, TextInput } from '@mantine/core'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import * as z from 'zod/mini'
import { Form } from '../../ui/form/form.tsx'
import layout from '../../ui/form/form-layout.module.css'
import { SubmitButton } from '../../ui/form/submit-button.tsx'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { addPasskeyMutation, factorsQuery } from './queries.ts'
import { RecoveryCodes } from './recovery-codes.tsx'

/** The rules of the form. A function, because its messages need the active language. */
const valuesSchema = () => z.object({ name: z.string().check(z.trim(), z.minLength(1, t`Enter a name`)) })

interface AddPasskeyDialogProps {
  readonly onClose: () => void
}

/** Creates a passkey on this device. The first factor brings recovery codes. */
export function AddPasskeyDialog({ onClose }: AddPasskeyDialogProps): ReactNode {
  const { hasPassphrase, passkeys, totpSince } = useSuspenseQuery(factorsQuery).data
  const [isFirst] = useState(hasPassphrase && passkeys.length === 0 && totpSince === null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const request = useMutation(addPasskeyMutation(useQueryClient()))
  const add = (name: string): void =>
    request.mutate(name, {
      onSuccess: ({ recoveryCodes }) => (recoveryCodes.length === 0 ? onClose() : setCodes(recoveryCodes)),
    })
  const form = useZodForm({
    schema: valuesSchema(),
    defaultValues: { name: '' },
    request,
    fields: { 'body.name': 'name' },
    onSubmit: ({ name }) => add(name),
  })
  const fields = (
    <Form form={form} className={layout.fields}>
      {isFirst ? (
        <p>
          <Trans>Afterwards a sign-in with your passphrase also needs a passkey or a recovery code.</Trans>
        </p>
      ) : null}
      <TextInput
        data-autofocus
        label={t`Name`}
        description={t`To recognize it later, for example "Work laptop"`}
        error={form.formState.errors.name?.message}
        {...form.register('name')}
      />
      <ErrorNote error={form.error} />
      <div className={layout.buttons}>
        <Button variant="default" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <SubmitButton form={form}>
          <Trans>Create the passkey</Trans>
        </SubmitButton>
      </div>
    </Form>
  )
  return (
    <Modal opened onClose={onClose} title={t`Add a passkey`} centered closeOnClickOutside={false}>
      {codes === null ? fields : <RecoveryCodes codes={codes} onClose={onClose} />}
    </Modal>
  )
}
