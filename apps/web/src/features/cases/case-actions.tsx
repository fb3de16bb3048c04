import { i18n } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Textarea } from '@mantine/core'
import type { CaseDetails } from '@muster/contracts/cases'
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import * as z from 'zod/mini'
import { AppLink, useGo } from '../../lib/app-link.tsx'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/session.ts'
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

const dialogs = {
  hold: { title: msg`Put the case on hold`, label: msg`Reason`, submit: msg`Put on hold` },
  close: { title: msg`Close the case`, label: msg`Note`, submit: msg`Close case` },
} as const

type Act = keyof typeof dialogs

/** The acts that need a text, and the dialog of one of them. A request that is sent outlives its dialog. */
function useNotedActs(id: string) {
  const client = useQueryClient()
  const requests = {
    hold: useMutation(holdCaseMutation(client, id)),
    close: useMutation(closeCaseMutation(client, id)),
  }
  const [act, setAct] = useState<Act | null>(null)
  const close = (closed: Act): void => {
    if (!requests[closed].isPending) requests[closed].reset()
    setAct((shown) => (shown === closed ? null : shown))
  }
  return {
    open: setAct,
    error: act === null ? (requests.hold.error ?? requests.close.error) : null,
    dialog: act === null ? null : <NoteDialog act={act} request={requests[act]} onClose={() => close(act)} />,
  }
}

/** Hold, end of the hold, and closing. */
export function CaseActions({ entry: { id, state } }: Props): ReactNode {
  const { open, error, dialog } = useNotedActs(id)
  const release = useMutation(releaseCaseMutation(useQueryClient(), id))
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
        <PermittedButton permission="users:erase" variant="default" onClick={() => open('hold')}>
          <Trans>Put on hold…</Trans>
        </PermittedButton>
      ) : null}
      <PermittedButton
        permission="users:erase"
        variant={state === 'erased' ? 'filled' : 'default'}
        onClick={() => open('close')}
      >
        <Trans>Close case…</Trans>
      </PermittedButton>
      <ErrorNote error={release.error ?? error} />
      {dialog}
    </>
  )
}

/** What is left to do: the removal of users first, then the erasure. */
export function NextStep({ entry }: Props): ReactNode {
  const go = useGo()
  const plan = useMutation({
    ...planCaseMutation(useQueryClient(), entry.id),
    onSuccess: ({ planId }) => go(paths.plan(planId)),
  })
  const mayErase = useMay('users:erase')
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
      {isLeft && hasUsers ? <RemovalFirst /> : null}
      {isLeft ? (
        <PermittedButton
          permission={hasUsers || mayErase ? 'plans:write' : 'users:erase'}
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

function RemovalFirst(): ReactNode {
  return (
    <p>
      <Trans>
        Some of these people are still users of the account. Remove them first, and hand over the bots they own, so no
        new data about them arrives after the erasure.
      </Trans>
    </p>
  )
}

function planWords(hasUsers: boolean, isAgain: boolean): string {
  if (hasUsers) return t`Plan the removal`
  return isAgain ? t`Plan the erasure again` : t`Plan the erasure`
}

interface NoteDialogProps {
  readonly act: Act
  readonly request: UseMutationResult<unknown, Error, string>
  readonly onClose: () => void
}

/** An act on a case that needs a reason or a note, which the audit keeps. */
function NoteDialog({ act, request, onClose }: NoteDialogProps): ReactNode {
  const form = useZodForm({
    schema: z.object({ note: z.string().check(z.trim(), z.minLength(1, t`Enter a text`), z.maxLength(1000)) }),
    defaultValues: { note: '' },
    request,
    onSubmit: ({ note }) => request.mutate(note, { onSuccess: onClose }),
  })
  const { errors, isDirty } = form.formState
  const { title, label, submit } = dialogs[act]
  return (
    <FormModal title={i18n._(title)} centered isDirty={isDirty} onClose={onClose}>
      {(close) => (
        <Form form={form} className={layout.fields}>
          <Textarea
            data-autofocus
            label={i18n._(label)}
            description={t`The audit records this text`}
            rows={2}
            error={errors.note?.message}
            {...form.register('note')}
          />
          <FormEnd form={form} onClose={close}>
            {i18n._(submit)}
          </FormEnd>
        </Form>
      )}
    </FormModal>
  )
}
