import { standardSchemaResolver } from '@hookform/resolvers/standard-schema'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, PasswordInput, TextInput } from '@mantine/core'
import type { Session } from '@muster/contracts/session'
import { Terminal } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { useForm } from 'react-hook-form'
import * as z from 'zod/mini'
import classes from './sign-in-page.module.css'

interface PasswordFormProps {
  readonly methods: Session['signInMethods']
  /** The member whose session has ended. */
  readonly email?: string | undefined
  readonly busy: boolean
  readonly onSubmit: (request: { readonly email: string; readonly password: string }) => void
}

/** The rules of the form. A function, because its messages need the active language. */
const valuesSchema = () =>
  z.object({
    email: z.string().check(z.minLength(1, t`Enter your email address`)),
    password: z.string().check(z.minLength(1, t`Enter your password`)),
  })

/** The sign-in methods that Muster offers. */
export function PasswordForm({ methods, email = '', busy, onSubmit }: PasswordFormProps): ReactNode {
  const { register, handleSubmit, formState, setFocus } = useForm<z.output<ReturnType<typeof valuesSchema>>>({
    defaultValues: { email, password: '' },
    resolver: standardSchemaResolver(valuesSchema()),
  })
  const hasPassword = methods.includes('password')
  // Focus the first empty field.
  const first = email === '' ? 'email' : 'password'
  useEffect(() => {
    if (hasPassword) setFocus(first)
  }, [hasPassword, first, setFocus])
  return (
    <>
      {hasPassword ? (
        <form className={classes.form} onSubmit={handleSubmit(onSubmit)} noValidate>
          <TextInput
            label={t`Email`}
            type="email"
            autoComplete="username"
            error={formState.errors.email?.message}
            {...register('email')}
          />
          <PasswordInput
            label={t`Password`}
            autoComplete="current-password"
            error={formState.errors.password?.message}
            {...register('password')}
          />
          <Button type="submit" fullWidth loading={busy}>
            <Trans>Sign in</Trans>
          </Button>
        </form>
      ) : null}
      {methods.includes('link') ? (
        <p className={classes.link}>
          <Terminal size={18} aria-hidden="true" />
          <span>
            {hasPassword ? (
              <Trans>Or open the one-time sign-in link. Muster prints it in the terminal where it starts.</Trans>
            ) : (
              <Trans>Open the one-time sign-in link. Muster prints it in the terminal where it starts.</Trans>
            )}
          </span>
        </p>
      ) : null}
    </>
  )
}
