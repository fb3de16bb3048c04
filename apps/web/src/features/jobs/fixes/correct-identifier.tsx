import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import type { JobEntry, JobItemEntry } from '@muster/contracts/jobs'
import type { IdentifierKind } from '@muster/core/identifier/read-identifier'
import { type ReactNode, useEffect } from 'react'
import { useWatch } from 'react-hook-form'
import { useDiscardGuard } from '../../../query/discard-guard.tsx'
import { Form } from '../../../ui/form/form.tsx'
import { SubmitButton } from '../../../ui/form/submit-button.tsx'
import { useZodForm } from '../../../ui/form/use-zod-form.ts'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import classes from '../report/job-report.module.css'
import { correctionSchema, offeredKinds } from './corrected-identifier.ts'
import { usePlanFromJob } from './use-plan-from-job.ts'

interface CorrectIdentifierProps {
  readonly job: JobEntry
  readonly item: JobItemEntry
  readonly onClose: () => void
}

const labels: Readonly<Record<IdentifierKind, MessageDescriptor>> = {
  email: msg`Email address`,
  orgUserId: msg`Organization ID`,
  userId: msg`User ID`,
  channelUserId: msg`Channel identity`,
}

function useCorrectionForm({ job, item, onClose }: CorrectIdentifierProps) {
  const plan = usePlanFromJob(onClose)
  const { identifier, seq } = item
  // An email is the way to correct an ambiguous identifier, so the form starts with it.
  const first = item.cause === 'user_ambiguous' ? 'email' : identifier.by
  return useZodForm({
    schema: correctionSchema(identifier),
    defaultValues: { by: first, value: first === identifier.by ? identifier.value : '' },
    request: plan,
    fields: { 'body.fix.to': 'value', 'body.fix.to.value': 'value' },
    onSubmit: (to) =>
      plan.mutate({ kind: 'retry', jobId: job.id, seqs: [seq], fix: { kind: 'replace_identifier', seq, to } }),
  })
}

/** Corrects the identifier of one user: another value, or an email in place of an ID. Ends in a plan for this user. */
export function CorrectIdentifier(props: CorrectIdentifierProps): ReactNode {
  const { item, onClose } = props
  const form = useCorrectionForm(props)
  const { setFocus } = form
  useEffect(() => setFocus('value'), [setFocus])
  const by = useWatch({ control: form.control, name: 'by' })
  const kinds = offeredKinds(item.identifier.by)
  const { isDirty } = form.formState
  const { close, question } = useDiscardGuard({ hasChanges: () => isDirty, onClose })
  return (
    <Form form={form} className={classes.correct}>
      <NativeSelect
        label={t`Identifier type`}
        data={kinds.map((kind) => ({ value: kind, label: i18n._(labels[kind]) }))}
        {...form.register('by')}
      />
      <TextInput
        label={i18n._(labels[by])}
        autoComplete="off"
        spellCheck={false}
        maxLength={320}
        error={form.formState.errors.value?.message}
        {...form.register('value')}
      />
      <SubmitButton form={form}>
        <Trans>See what this will change</Trans>
      </SubmitButton>
      <Button variant="default" onClick={close}>
        <Trans>Close</Trans>
      </Button>
      <ErrorNote error={form.error} />
      {question}
    </Form>
  )
}
