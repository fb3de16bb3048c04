import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import * as z from 'zod/mini'
import { BreakGlassFields, breakGlassForm } from '../../ui/form/break-glass-fields.tsx'
import { Form } from '../../ui/form/form.tsx'
import { FormEnd } from '../../ui/form/form-end.tsx'
import layout from '../../ui/form/form-layout.module.css'
import { SubmitButton } from '../../ui/form/submit-button.tsx'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { passkeyProofMutation, proofMutation } from './queries.ts'

/** The rules of the form. A function, because its messages need the active language. */
const valuesSchema = (needsCode: boolean) =>
  z.object({
    password: z.string().check(z.minLength(1, t`Enter your passphrase`)),
    code: z.string().check(z.minLength(needsCode ? 6 : 0, t`Enter a code`)),
  })

interface ProofFormProps {
  readonly needsCode: boolean
  /** The plan that the proof is for, by its hash. */
  readonly planHash?: string | undefined
  readonly hasPasskey: boolean
  readonly onProved: () => void
  readonly onClose: () => void
}

function useProofForm({ needsCode, planHash, onProved }: ProofFormProps) {
  const request = useMutation(proofMutation(useQueryClient()))
  return useZodForm({
    schema: valuesSchema(needsCode),
    defaultValues: { password: '', code: '' },
    request,
    fields: { 'body.password': 'password', 'body.code': 'code' },
    onSubmit: ({ password, code }) =>
      request.mutate({ password, planHash, ...(code === '' ? {} : { code }) }, { onSuccess: onProved }),
  })
}

/** Requests the passphrase again, before a change that a stolen session must not make. */
export function ProofForm(props: ProofFormProps): ReactNode {
  const { needsCode, hasPasskey, planHash, onProved, onClose } = props
  const form = useProofForm(props)
  const { errors } = form.formState
  return (
    <Form form={form} className={layout.fields}>
      <PasswordInput
        data-autofocus
        label={t`Your passphrase`}
        autoComplete="current-password"
        visibilityToggleButtonProps={{ 'aria-label': t`Show or hide the passphrase` }}
        error={errors.password?.message}
        {...form.register('password')}
      />
      {needsCode ? (
        <TextInput
          label={t`Code of your authenticator app, or a recovery code`}
          autoComplete="one-time-code"
          error={errors.code?.message}
          {...form.register('code')}
        />
      ) : null}
      <ErrorNote error={form.error} />
      <div className={layout.buttons}>
        {hasPasskey ? <PasskeyProof planHash={planHash} onProved={onProved} /> : null}
        <Button variant="default" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <SubmitButton form={form}>
          <Trans>Continue</Trans>
        </SubmitButton>
      </div>
    </Form>
  )
}

/** Requests the credential of the break-glass account again. */
export function BreakGlassProof({
  planHash,
  onProved,
  onClose,
}: Pick<ProofFormProps, 'planHash' | 'onProved' | 'onClose'>): ReactNode {
  const request = useMutation(proofMutation(useQueryClient()))
  const form = useZodForm({
    ...breakGlassForm(),
    request,
    onSubmit: (proof) => request.mutate({ ...proof, planHash }, { onSuccess: onProved }),
  })
  return (
    <Form form={form} className={layout.fields}>
      <BreakGlassFields form={form} hasFocus />
      <FormEnd form={form} onClose={onClose}>
        <Trans>Continue</Trans>
      </FormEnd>
    </Form>
  )
}

interface PasskeyProofProps {
  readonly planHash?: string | undefined
  readonly onProved: () => void
}

/** Proves who the member is with a passkey. */
export function PasskeyProof({ planHash, onProved }: PasskeyProofProps): ReactNode {
  const request = useMutation(passkeyProofMutation(useQueryClient()))
  return (
    <>
      <ErrorNote error={request.error} />
      <Button
        variant="default"
        loading={request.isPending}
        onClick={() => request.mutate(planHash, { onSuccess: onProved })}
      >
        <Trans>Use a passkey</Trans>
      </Button>
    </>
  )
}
