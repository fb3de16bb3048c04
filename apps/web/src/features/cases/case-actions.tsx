import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Textarea } from '@mantine/core'
import type { CaseDetails } from '@muster/contracts/cases'
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import * as z from 'zod/mini'
import { AppLink, useGo } from '../../lib/app-link.tsx'
import { paths } from '../../lib/paths.ts'
import { FormModal } from '../../query/form-modal.tsx'
import { PermittedButton } from '../../query/permitted-button.tsx'
import { Form } from '../../ui/form/form.tsx'
import { FormEnd } from '../../ui/form/form-end.tsx'
import layout from '../../ui/form/form-layout.module.css'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import classes from './cases.module.css'
import { closeCaseMutation, holdCaseMutation, planCaseMutation, releaseCaseMutation } from './queries.ts'

interface Props {
  readonly entry: CaseDetails
}

/** Hold, end of the hold, and closing. */
export function CaseActions({ entry: { id, state } }: Props): ReactNode {
  const [dialog, setDialog] = useState<'hold' | 'close' | null>(null)
  const release = useMutation(releaseCaseMutation(useQueryClient(), id))
  const dismiss = () => setDialog(null)
  if (state === 'closed') return null
  return (
    <>
      {state === 'held' ? (
        <PermittedButton
          permission="users:erase"
          variant="default"
          loading={release.isPending}
          onClick={() => release.mutate()}
        >
          <Trans>End the hold</Trans>
        </PermittedButton>
      ) : null}
      {state === 'open' || state === 'planned' ? (
        <PermittedButton permission="users:erase" variant="default" onClick={() => setDialog('hold')}>
          <Trans>Put on hold…</Trans>
        </PermittedButton>
      ) : null}
      <PermittedButton
        permission="users:erase"
        variant={state === 'erased' ? 'filled' : 'default'}
        onClick={() => setDialog('close')}
      >
        <Trans>Close case…</Trans>
      </PermittedButton>
      <ErrorNote error={release.error} />
      {dialog === 'hold' ? <HoldDialog id={id} onClose={dismiss} /> : null}
      {dialog === 'close' ? <CloseDialog id={id} onClose={dismiss} /> : null}
    </>
  )
}

interface CaseDialogProps {
  /** Of the case. */
  readonly id: string
  readonly onClose: () => void
}

function HoldDialog({ id, onClose }: CaseDialogProps): ReactNode {
  const hold = useMutation(holdCaseMutation(useQueryClient(), id))
  return (
    <NoteDialog
      title={t`Put the case on hold`}
      label={t`Reason`}
      submit={t`Put on hold`}
      request={hold}
      onClose={onClose}
    />
  )
}

function CloseDialog({ id, onClose }: CaseDialogProps): ReactNode {
  const close = useMutation(closeCaseMutation(useQueryClient(), id))
  return (
    <NoteDialog title={t`Close the case`} label={t`Note`} submit={t`Close case`} request={close} onClose={onClose} />
  )
}

/** What is left to do: the removal of users first, then the erasure. */
export function NextStep({ entry }: Props): ReactNode {
  const go = useGo()
  const plan = useMutation({
    ...planCaseMutation(useQueryClient(), entry.id),
    onSuccess: ({ planId }) => go(paths.plan(planId)),
  })
  const hasUsers = entry.checks.some(({ user }) => user !== null)
  const kind = hasUsers ? 'remove' : 'erase'
  const isLeft = ['open', 'planned', 'failed'].includes(entry.state)
  return (
    <section aria-label={t`Next step`}>
      {entry.planId === null ? null : (
        <p className={classes.next}>
          <AppLink href={entry.jobId === null ? paths.plan(entry.planId) : paths.job(entry.jobId)}>
            {entry.jobId === null ? t`Review and apply the plan` : t`Show the job`}
          </AppLink>
        </p>
      )}
      {isLeft && hasUsers ? (
        <p>
          <Trans>
            Some of these people are still users of the account. Remove them first, and hand over the bots they own, so
            no new data about them arrives after the erasure.
          </Trans>
        </p>
      ) : null}
      {isLeft ? (
        <PermittedButton
          permission={hasUsers ? 'plans:write' : 'users:erase'}
          variant={entry.planId === null ? 'filled' : 'default'}
          loading={plan.isPending}
          onClick={() => plan.mutate(kind)}
        >
          {planWords(hasUsers, entry.planId !== null)}
        </PermittedButton>
      ) : null}
      <ErrorNote error={plan.error} />
    </section>
  )
}

function planWords(hasUsers: boolean, isAgain: boolean): string {
  if (hasUsers) return t`Plan the removal`
  return isAgain ? t`Plan the erasure again` : t`Plan the erasure`
}

interface NoteDialogProps {
  readonly title: string
  readonly label: string
  readonly submit: string
  readonly request: UseMutationResult<unknown, Error, string>
  readonly onClose: () => void
}

/** An act on a case that needs a reason or a note, which the audit keeps. */
function NoteDialog({ title, label, submit, request, onClose }: NoteDialogProps): ReactNode {
  const form = useZodForm({
    schema: z.object({ note: z.string().check(z.trim(), z.minLength(1, t`Enter a text`), z.maxLength(1000)) }),
    defaultValues: { note: '' },
    request,
    onSubmit: ({ note }) => request.mutate(note, { onSuccess: onClose }),
  })
  const { errors, isDirty } = form.formState
  return (
    <FormModal title={title} centered isDirty={isDirty} onClose={onClose}>
      {(close) => (
        <Form form={form} className={layout.fields}>
          <Textarea
            data-autofocus
            label={label}
            description={t`The audit records this text`}
            rows={2}
            error={errors.note?.message}
            {...form.register('note')}
          />
          <FormEnd form={form} onClose={close}>
            {submit}
          </FormEnd>
        </Form>
      )}
    </FormModal>
  )
}
