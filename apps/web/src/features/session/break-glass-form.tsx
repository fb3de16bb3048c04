import { Trans } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { BreakGlassFields, breakGlassForm } from '../../ui/form/break-glass-fields.tsx'
import { Form } from '../../ui/form/form.tsx'
import { SubmitButton } from '../../ui/form/submit-button.tsx'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { signInMutation } from './queries.ts'
import classes from './sign-in-page.module.css'

/** Signs in with the sealed credential, once. */
export function BreakGlassForm(): ReactNode {
  const request = useMutation({ ...signInMutation })
  const form = useZodForm({ ...breakGlassForm(), request, onSubmit: (credentials) => request.mutate(credentials) })
  return (
    <details className={classes.fallback}>
      <summary>
        <Trans>Use the break-glass account</Trans>
      </summary>
      <Form form={form} className={classes.form}>
        <p className={classes.hint}>
          <Trans>The credential signs in once, for four hours. Muster notifies all owners.</Trans>
        </p>
        <BreakGlassFields form={form} />
        <ErrorNote error={form.error} />
        <SubmitButton form={form} fullWidth variant="default">
          <Trans>Use the account</Trans>
        </SubmitButton>
      </Form>
    </details>
  )
}
