import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense } from 'react'
import * as z from 'zod/mini'
import { Copyable } from '../../ui/facts/copyable.tsx'
import { Form } from '../../ui/form/form.tsx'
import { FormEnd } from '../../ui/form/form-end.tsx'
import layout from '../../ui/form/form-layout.module.css'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import classes from './factors.module.css'
import { confirmTotpMutation } from './queries.ts'

const QrCode = lazy(async () => ({ default: (await import('./qr-code.tsx')).QrCode }))

/** The rules of the form. A function, because its messages need the active language. */
const valuesSchema = () =>
  z.object({ code: z.string().check(z.trim(), z.regex(/^\d{3}\s?\d{3}$/, t`Enter the six digits of the app`)) })

interface ConfirmAppProps {
  readonly app: { readonly key: string; readonly uri: string }
  readonly onConfirmed: (recoveryCodes: readonly string[]) => void
  readonly onClose: () => void
}

/** Shows the key for an authenticator app and confirms it with a code. */
export function ConfirmApp({ app, onConfirmed, onClose }: ConfirmAppProps): ReactNode {
  const request = useMutation(confirmTotpMutation(useQueryClient()))
  const form = useZodForm({
    schema: valuesSchema(),
    defaultValues: { code: '' },
    request,
    fields: { 'body.code': 'code' },
    onSubmit: ({ code }) => request.mutate(code, { onSuccess: ({ recoveryCodes }) => onConfirmed(recoveryCodes) }),
  })
  return (
    <Form form={form} className={layout.fields}>
      <AppKey app={app} />
      <TextInput
        data-autofocus
        label={t`Code that the app shows`}
        inputMode="numeric"
        autoComplete="one-time-code"
        error={form.formState.errors.code?.message}
        {...form.register('code')}
      />
      <FormEnd form={form} onClose={onClose}>
        <Trans>Confirm the app</Trans>
      </FormEnd>
    </Form>
  )
}

function AppKey({ app: { key, uri } }: Pick<ConfirmAppProps, 'app'>): ReactNode {
  return (
    <div>
      <Trans>
        Scan the code with your authenticator app, or enter this key in it, or <a href={uri}>open it in the app</a> on
        this device.
      </Trans>
      <div className={classes.qrSpace}>
        <Suspense fallback={null}>
          <QrCode text={uri} />
        </Suspense>
      </div>
      <div>
        <Copyable value={key} label={t`Copy the key`}>
          <code className={classes.key} data-untranslated>
            {key}
          </code>
        </Copyable>
      </div>
    </div>
  )
}
