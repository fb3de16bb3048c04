import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { FileInput, Textarea, TextInput } from '@mantine/core'
import type { verifyReceipt } from '@muster/contracts/erasures'
import type { RouteOutput } from '@muster/contracts/route'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import * as z from 'zod/mini'
import { useDocumentTitle } from '../../lib/document-title.ts'
import { useDiscardGuard } from '../../query/discard-guard.tsx'
import { Form } from '../../ui/form/form.tsx'
import { SubmitButton } from '../../ui/form/submit-button.tsx'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import { CardPage } from '../../ui/page/card-page.tsx'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { Notice } from '../../ui/page/notice.tsx'
import { verifyReceiptMutation } from './queries.ts'
import { ReceiptFacts } from './receipt-facts.tsx'
import { signatureIn } from './receipt-text.ts'
import classes from './receipts.module.css'

const schemaOf = () =>
  z.object({
    receipt: z.string().check(z.trim(), z.minLength(1, t`Choose the file or paste the signature.`)),
    identifier: z.string().check(z.trim(), z.maxLength(320)),
  })

/** The form with a receipt and an identifier, and the request that verifies them. */
function useReceiptForm() {
  const verify = useMutation(verifyReceiptMutation())
  const form = useZodForm({
    schema: schemaOf(),
    defaultValues: { receipt: '', identifier: '' },
    request: verify,
    onSubmit: ({ receipt, identifier }) => {
      const sent = form.getValues()
      verify.mutate(
        { jws: signatureIn(receipt), identifier },
        // What was verified is on screen, and no longer lost. Text typed since is.
        { onSuccess: () => form.reset(sent, { keepValues: true }) },
      )
    },
  })
  return { form, verify }
}

/** Verifies a receipt for anyone who has one: no sign-in, and nothing about people that they do not type. */
export function VerifyPage(): ReactNode {
  useDocumentTitle(t`Verify a receipt`)
  const { form, verify } = useReceiptForm()
  return (
    <CardPage title={<Trans>Verify a receipt</Trans>} isWide>
      <p className={classes.hint}>
        <Trans>
          A receipt certifies an erasure. It contains no names: type an email or ID to see whether the receipt is about
          it.
        </Trans>
      </p>
      <ReceiptForm form={form} />
      <ErrorNote error={form.error} />
      <output>
        {verify.data === undefined ? null : <Verdict data={verify.data} identifier={verify.variables.identifier} />}
      </output>
    </CardPage>
  )
}

function ReceiptForm({ form }: Pick<ReturnType<typeof useReceiptForm>, 'form'>): ReactNode {
  const read = async (file: File | null) =>
    form.setValue('receipt', file === null ? '' : await file.text(), {
      shouldValidate: file !== null,
      shouldDirty: true,
    })
  const { errors, dirtyFields } = form.formState
  const isTyped = (name: 'receipt' | 'identifier'): boolean =>
    dirtyFields[name] === true && form.getValues(name).trim() !== ''
  const { question } = useDiscardGuard({ hasChanges: () => isTyped('receipt') || isTyped('identifier') })
  return (
    <Form form={form} className={classes.form}>
      <FileInput
        label={t`File of the receipt`}
        placeholder={t`Choose a file`}
        accept="application/json,.json"
        clearable
        onChange={(file) => void read(file)}
      />
      <Textarea
        label={t`Or its signature`}
        rows={4}
        spellCheck={false}
        error={errors.receipt?.message}
        {...form.register('receipt')}
      />
      <TextInput
        label={t`Email or ID (optional)`}
        error={errors.identifier?.message}
        {...form.register('identifier')}
      />
      <SubmitButton form={form}>
        <Trans>Verify</Trans>
      </SubmitButton>
      {question}
    </Form>
  )
}

interface VerdictProps {
  readonly data: RouteOutput<typeof verifyReceipt>
  /** What the verifier typed. */
  readonly identifier: string
}

function Verdict({ data: { receipt, matching }, identifier }: VerdictProps): ReactNode {
  if (receipt === null)
    return (
      <Notice kind="danger">{t`The signature is not valid: this is no receipt of this Muster, or it was changed.`}</Notice>
    )
  const isAbout = identifier === '' ? null : matching.length > 0
  return (
    <>
      <Notice kind={isAbout === false ? 'warning' : 'info'}>
        {isAbout === null
          ? t`The signature is valid.`
          : isAbout
            ? t`The signature is valid, and the receipt is about this identifier.`
            : t`The signature is valid, but the receipt is not about this identifier.`}
      </Notice>
      <ReceiptFacts receipt={receipt} matching={matching} />
    </>
  )
}
