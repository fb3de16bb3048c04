import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import * as z from 'zod/mini'
import { Form } from '../../ui/form/form.tsx'
import layout from '../../ui/form/form-layout.module.css'
import { SubmitButton } from '../../ui/form/submit-button.tsx'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { proofMutation } from './queries.ts'

/** The token of a sign-in link, or a token alone. */
const tokenIn = (link: string): string => /token=([\w-]+)/.exec(link)?.[1] ?? link.trim()

/** The rules of the form. A function, because its messages need the active language. */
const valuesSchema = () => z.object({ link: z.string().check(z.trim(), z.minLength(1, t`Paste a sign-in link`)) })

interface LinkProofFormProps {
  /** The plan that the proof is for, by its hash. */
  readonly planHash: string | undefined
  readonly onProved: () => void
  readonly onClose: () => void
}

/** Requests a sign-in link, of a member who has no passphrase. */
export function LinkProofForm({ planHash, onProved, onClose }: LinkProofFormProps): ReactNode {
  const request = useMutation(proofMutation(useQueryClient()))
  const form = useZodForm({
    schema: valuesSchema(),
    defaultValues: { link: '' },
    request,
    fields: { 'body.token': 'link' },
    onSubmit: ({ link }) => request.mutate({ token: tokenIn(link), planHash }, { onSuccess: onProved }),
  })
  return (
    <Form form={form} className={layout.fields}>
      <TextInput
        data-autofocus
        label={t`Sign-in link`}
        description={
          <Trans>
            You have no passphrase. Paste the link of the last start, or create one with{' '}
            <code data-untranslated>npm run sign-in-link</code> on the server.
          </Trans>
        }
        autoComplete="off"
        error={form.formState.errors.link?.message}
        {...form.register('link')}
      />
      <ErrorNote error={form.error} />
      <div className={layout.buttons}>
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
