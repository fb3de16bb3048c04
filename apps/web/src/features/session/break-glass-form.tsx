import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { PasswordInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import * as z from 'zod/mini'
import { Form } from '../../ui/form/form.tsx'
import { SubmitButton } from '../../ui/form/submit-button.tsx'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { signInMutation } from './queries.ts'
import classes from './sign-in-page.module.css'

/** The rules of the form. A function, because its messages need the active language. */
const valuesSchema = () =>
  z.object({
    breakGlass: z.string().check(z.minLength(1, t`Enter the credential`)),
    code: z.string().check(z.minLength(6, t`Enter a code`)),
  })

/** Signs in with the sealed credential, once. */
export function BreakGlassForm(): ReactNode {
  const request = useMutation({ ...signInMutation })
  const form = useZodForm({
    schema: valuesSchema(),
    defaultValues: { breakGlass: '', code: '' },
    request,
    fields: { 'body.breakGlass': 'breakGlass', 'body.code': 'code' },
    onSubmit: (credentials) => request.mutate(credentials),
  })
  const { errors } = form.formState
  return (
    <details className={classes.fallback}>
      <summary>
        <Trans>Use the break-glass account</Trans>
      </summary>
      <Form form={form} className={classes.form}>
        <p className={classes.hint}>
          <Trans>The credential signs in once, for four hours. All owners are notified.</Trans>
        </p>
        <PasswordInput
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
        <ErrorNote error={form.error} />
        <SubmitButton form={form} fullWidth variant="default">
          <Trans>Use the account</Trans>
        </SubmitButton>
      </Form>
    </details>
  )
}
