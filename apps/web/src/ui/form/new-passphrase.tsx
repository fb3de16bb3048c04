import { t } from '@lingui/core/macro'
import { PasswordInput } from '@mantine/core'
import type { ReactNode } from 'react'
import type { FieldErrors, UseFormRegister } from 'react-hook-form'
import * as z from 'zod/mini'

/** The rules for a passphrase being chosen. A function, because its messages need the active language. */
export const newPassphraseSchema = () =>
  z
    .object({
      password: z.string().check(z.minLength(15, t`Enter 15 characters or more`)),
      repeated: z.string(),
    })
    .check(
      z.refine(({ password, repeated }) => password === repeated, {
        error: t`The passphrases differ`,
        path: ['repeated'],
      }),
    )

type NewPassphrase = z.infer<ReturnType<typeof newPassphraseSchema>>

interface NewPassphraseFieldsProps {
  readonly form: {
    readonly register: UseFormRegister<NewPassphrase>
    readonly formState: { readonly errors: FieldErrors<NewPassphrase> }
  }
  /** The address of the member: a password manager stores the passphrase with it. */
  readonly email: string
}

export function NewPassphraseFields({ form, email }: NewPassphraseFieldsProps): ReactNode {
  const { register } = form
  const { errors } = form.formState
  return (
    <>
      <input type="hidden" autoComplete="username" value={email} readOnly />
      <PasswordInput
        data-autofocus
        label={t`Passphrase`}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t`Show or hide the passphrase` }}
        error={errors.password?.message}
        {...register('password')}
      />
      <PasswordInput
        label={t`Repeat the passphrase`}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t`Show or hide the repeated passphrase` }}
        error={errors.repeated?.message}
        {...register('repeated')}
      />
    </>
  )
}
