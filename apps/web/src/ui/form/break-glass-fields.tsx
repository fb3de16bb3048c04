import { t } from '@lingui/core/macro'
import { PasswordInput, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import type { UseFormReturn } from 'react-hook-form'
import * as z from 'zod/mini'

/** The rules of the form. A function, because its messages need the active language. */
const valuesSchema = () =>
  z.object({
    breakGlass: z.string().check(z.minLength(1, t`Enter the credential`)),
    code: z.string().check(z.minLength(6, t`Enter a code`)),
  })

type Values = z.input<ReturnType<typeof valuesSchema>>

/** The form of the credential of the break-glass account, to sign in with it or to prove it again. */
export const breakGlassForm = () => ({
  schema: valuesSchema(),
  defaultValues: { breakGlass: '', code: '' },
  fields: { 'body.breakGlass': 'breakGlass', 'body.code': 'code' } as const,
})

interface BreakGlassFieldsProps {
  readonly form: Pick<UseFormReturn<Values>, 'register' | 'formState'>
  /** Of a dialog that opens with these fields. */
  readonly hasFocus?: boolean
}

/** The credential, and the code of the authenticator app that someone else keeps. */
export function BreakGlassFields({ form, hasFocus = false }: BreakGlassFieldsProps): ReactNode {
  const { errors } = form.formState
  return (
    <>
      <PasswordInput
        data-autofocus={hasFocus || undefined}
        label={t`Credential`}
        autoComplete="off"
        visibilityToggleButtonProps={{ 'aria-label': t`Show or hide the credential` }}
        error={errors.breakGlass?.message}
        {...form.register('breakGlass')}
      />
      <TextInput
        label={t`Code of the authenticator app`}
        autoComplete="one-time-code"
        error={errors.code?.message}
        {...form.register('code')}
      />
    </>
  )
}
