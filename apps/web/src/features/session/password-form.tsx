import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, PasswordInput, TextInput } from '@mantine/core'
import type { Session } from '@muster/contracts/session'
import { useMutation } from '@tanstack/react-query'
import { Fingerprint, Terminal } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import * as z from 'zod/mini'
import { ApiError } from '../../lib/api-error.ts'
import { Form } from '../../ui/form/form.tsx'
import { SubmitButton } from '../../ui/form/submit-button.tsx'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { type Account, passkeySignInMutation } from './queries.ts'
import classes from './sign-in-page.module.css'

interface PasswordFormProps {
  readonly methods: Session['signInMethods']
  /** The member whose session has ended. */
  readonly email?: string | undefined
  readonly request: { readonly isPending: boolean; readonly error: unknown }
  readonly onSubmit: (account: { readonly email: string; readonly password: string; readonly code?: string }) => void
}

/** The rules of the form. A function, because its messages need the active language. */
const valuesSchema = () =>
  z.object({
    email: z.string().check(z.minLength(1, t`Enter your email address`)),
    password: z.string().check(z.minLength(1, t`Enter your password`)),
    code: z.string(),
  })

function useSignInForm({ email = '', request, onSubmit }: PasswordFormProps) {
  return useZodForm({
    schema: valuesSchema(),
    defaultValues: { email, password: '', code: '' },
    request,
    fields: { 'body.email': 'email', 'body.password': 'password', 'body.code': 'code' },
    onSubmit: ({ code, ...account }) => onSubmit(code === '' ? account : { ...account, code }),
  })
}

/** The sign-in methods that Muster offers. */
export function PasswordForm(props: PasswordFormProps): ReactNode {
  const { methods, email = '', request } = props
  const form = useSignInForm(props)
  const { getValues, setFocus } = form
  const hasPassword = methods.includes('password') || methods.includes('administrator_password')
  const isOpen = methods.includes('password')
  const isCodeRequired = request.error instanceof ApiError && request.error.problem.code === 'second_factor_required'
  // An entered code stays in view while it is checked, and after it was wrong.
  const needsCode = isCodeRequired || form.formState.dirtyFields.code === true
  useEffect(() => {
    if (needsCode) setFocus('code')
  }, [needsCode, setFocus])
  // Focus the first empty field.
  const first = email === '' ? 'email' : 'password'
  useEffect(() => {
    if (isOpen) setFocus(first)
  }, [isOpen, first, setFocus])
  return (
    <>
      <ErrorNote error={isCodeRequired ? null : form.error} />
      {hasPassword ? (
        <Form form={form} className={classes.form}>
          <AccountFields form={form} needsCode={needsCode} />
          <SubmitButton form={form} fullWidth variant={methods.includes('oidc') ? 'default' : 'filled'}>
            <Trans>Sign in</Trans>
          </SubmitButton>
        </Form>
      ) : null}
      {methods.includes('passkey') ? <PasskeyButton account={isCodeRequired ? getValues() : null} /> : null}
      {methods.includes('link') ? <LinkHint hasPassword={hasPassword} /> : null}
    </>
  )
}

interface AccountFieldsProps {
  readonly form: ReturnType<typeof useSignInForm>
  readonly needsCode: boolean
}

function AccountFields({ form: { register, formState }, needsCode }: AccountFieldsProps): ReactNode {
  const { errors } = formState
  return (
    <>
      <TextInput
        label={t`Email`}
        type="email"
        autoComplete="username"
        error={errors.email?.message}
        {...register('email')}
      />
      <PasswordInput
        label={t`Password`}
        autoComplete="current-password"
        visibilityToggleButtonProps={{ 'aria-label': t`Show or hide the password` }}
        error={errors.password?.message}
        {...register('password')}
      />
      {needsCode ? (
        <TextInput
          label={t`Code of your authenticator app, or a recovery code`}
          autoComplete="one-time-code"
          error={errors.code?.message}
          {...register('code')}
        />
      ) : null}
    </>
  )
}

/** Where to find the sign-in link. */
function LinkHint({ hasPassword }: { readonly hasPassword: boolean }): ReactNode {
  return (
    <p className={classes.link}>
      <Terminal size={18} aria-hidden="true" />
      <span>
        {hasPassword ? (
          <Trans>Or open the sign-in link. Muster prints it in the terminal where it starts.</Trans>
        ) : (
          <Trans>Open the sign-in link. Muster prints it in the terminal where it starts.</Trans>
        )}
      </span>
    </p>
  )
}

interface PasskeyButtonProps {
  /** The account whose password was right, where the passkey is its second factor. */
  readonly account: Account | null
}

/** Signs in with a passkey. */
function PasskeyButton({ account }: PasskeyButtonProps): ReactNode {
  const signIn = useMutation({ ...passkeySignInMutation })
  return (
    <>
      <ErrorNote error={signIn.error} />
      <Button
        fullWidth
        variant="default"
        leftSection={<Fingerprint size={16} aria-hidden="true" />}
        loading={signIn.isPending}
        onClick={() => signIn.mutate(account)}
      >
        {account === null ? <Trans>Sign in with a passkey</Trans> : <Trans>Use a passkey</Trans>}
      </Button>
    </>
  )
}
