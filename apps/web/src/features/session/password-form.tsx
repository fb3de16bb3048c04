import { Button, PasswordInput, TextInput } from '@mantine/core'
import type { Session } from '@muster/contracts/session'
import { Terminal } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { useForm } from 'react-hook-form'
import classes from './sign-in-page.module.css'

interface PasswordFormProps {
  readonly methods: Session['signInMethods']
  /** The member expected to sign in, where known. */
  readonly email?: string | undefined
  readonly busy: boolean
  readonly onSubmit: (request: { readonly email: string; readonly password: string }) => void
}

/** The ways in that this desk offers. */
export function PasswordForm({ methods, email = '', busy, onSubmit }: PasswordFormProps): ReactNode {
  const { register, handleSubmit, formState, setFocus } = useForm({ defaultValues: { email, password: '' } })
  const hasPassword = methods.includes('password')
  // Typing can begin at once, in the first field that is empty.
  const first = email === '' ? 'email' : 'password'
  useEffect(() => {
    if (hasPassword) setFocus(first)
  }, [hasPassword, first, setFocus])
  return (
    <>
      {hasPassword ? (
        <form className={classes.form} onSubmit={handleSubmit(onSubmit)} noValidate>
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username"
            error={formState.errors.email?.message}
            {...register('email', { required: 'Enter your e-mail address' })}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            error={formState.errors.password?.message}
            {...register('password', { required: 'Enter your password' })}
          />
          <Button type="submit" fullWidth loading={busy}>
            Sign in
          </Button>
        </form>
      ) : null}
      {methods.includes('link') ? (
        <p className={classes.link}>
          <Terminal size={18} aria-hidden="true" />
          <span>
            {hasPassword ? 'Or open' : 'Open'} the one-time sign-in link. It is printed in the terminal where Muster was
            started.
          </span>
        </p>
      ) : null}
    </>
  )
}
