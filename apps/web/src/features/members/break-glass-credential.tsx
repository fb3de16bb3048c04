import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import type { makeBreakGlass } from '@muster/contracts/break-glass/break-glass'
import type { RouteOutput } from '@muster/contracts/route'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import * as z from 'zod/mini'
import { FormModal } from '../../query/form-modal.tsx'
import { Copyable } from '../../ui/facts/copyable.tsx'
import { Form } from '../../ui/form/form.tsx'
import { FormEnd } from '../../ui/form/form-end.tsx'
import layout from '../../ui/form/form-layout.module.css'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import classes from './break-glass.module.css'
import { armBreakGlassMutation } from './queries.ts'

interface BreakGlassCredentialProps {
  readonly made: RouteOutput<typeof makeBreakGlass>
  readonly onClose: () => void
}

/** The rules of the form. A function, because its messages need the active language. */
const valuesSchema = () =>
  z.object({
    secret: z.string().check(z.trim(), z.minLength(1, t`Enter the credential from your sealed copy`)),
    code: z.string().check(z.trim(), z.regex(/^\d{3}\s?\d{3}$/, t`Enter the six digits of the app`)),
  })

function useArmForm(onClose: () => void) {
  const request = useMutation(armBreakGlassMutation(useQueryClient()))
  const form = useZodForm({
    schema: valuesSchema(),
    defaultValues: { secret: '', code: '' },
    request,
    fields: { 'body.secret': 'secret', 'body.code': 'code' },
    onSubmit: (kept) => request.mutate(kept, { onSuccess: onClose }),
  })
  return { form, isArmed: request.isSuccess }
}

/** Shows the credential and the key once, and arms the account with what was kept of them. */
export function BreakGlassCredential({ made, onClose }: BreakGlassCredentialProps): ReactNode {
  const { form, isArmed } = useArmForm(onClose)
  const { errors, isDirty } = form.formState
  return (
    <FormModal
      title={t`Credential of the break-glass account`}
      centered
      size="lg"
      closeOnClickOutside={false}
      isDirty={isDirty && !isArmed}
      onClose={onClose}
    >
      {(close) => (
        <Form form={form} className={layout.fields}>
          <MadeCredential made={made} />
          <TextInput
            label={t`Credential from your sealed copy`}
            autoComplete="off"
            spellCheck={false}
            error={errors.secret?.message}
            {...form.register('secret')}
          />
          <TextInput
            label={t`Code that the app shows`}
            inputMode="numeric"
            autoComplete="one-time-code"
            error={errors.code?.message}
            {...form.register('code')}
          />
          <FormEnd form={form} onClose={close}>
            <Trans>Arm the account</Trans>
          </FormEnd>
        </Form>
      )}
    </FormModal>
  )
}

function MadeCredential({ made: { secret, key } }: Pick<BreakGlassCredentialProps, 'made'>): ReactNode {
  return (
    <div>
      <p>
        <Trans>
          Print or write down the credential and seal it. Muster does not show it again. Add the key to an authenticator
          app that someone else keeps.
        </Trans>
      </p>
      <Secret label={t`Credential`} copyLabel={t`Copy the credential`} value={secret} />
      <Secret label={t`Key for the authenticator app`} copyLabel={t`Copy the key`} value={key} />
    </div>
  )
}

function Secret({ label, copyLabel, value }: { label: string; copyLabel: string; value: string }): ReactNode {
  return (
    <p>
      <strong>{label}</strong>
      <br />
      <Copyable value={value} label={copyLabel}>
        <code className={classes.value} data-untranslated>
          {value}
        </code>
      </Copyable>
    </p>
  )
}
