import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Textarea } from '@mantine/core'
import type { JobEntry } from '@muster/contracts/jobs'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import * as z from 'zod/mini'
import { FormModal } from '../../../query/form-modal.tsx'
import { PermittedButton } from '../../../query/permitted-button.tsx'
import { Time } from '../../../ui/facts/time.tsx'
import { Form } from '../../../ui/form/form.tsx'
import { FormEnd } from '../../../ui/form/form-end.tsx'
import { useZodForm } from '../../../ui/form/use-zod-form.ts'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { resolveJobMutation } from '../queries.ts'
import classes from './job-report.module.css'

/** Shows who marked the report as resolved, with the note, or offers to mark it. */
export function Resolved({ job }: { job: JobEntry }): ReactNode {
  const [isOpen, setOpen] = useState(false)
  if (job.resolved !== null) {
    return (
      <span className={classes.resolved}>
        <CircleCheck size={14} aria-hidden="true" />
        <span>
          <Trans>
            Resolved by <bdi>{job.resolved.by}</bdi> <Time iso={job.resolved.at} />
          </Trans>
          {job.resolved.note === '' ? null : (
            <>
              : <bdi>{job.resolved.note}</bdi>
            </>
          )}
        </span>
        <Reopen job={job} />
      </span>
    )
  }
  return (
    <>
      <PermittedButton permission="jobs:control" variant="default" onClick={() => setOpen(true)}>
        <Trans>Mark as resolved…</Trans>
      </PermittedButton>
      {isOpen ? <NoteForm job={job} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

/** Removes the mark: the report counts as unresolved again. */
function Reopen({ job }: { job: JobEntry }): ReactNode {
  const client = useQueryClient()
  const reopen = useMutation(resolveJobMutation(job.id, client))
  return (
    <>
      <PermittedButton
        permission="jobs:control"
        size="compact-sm"
        variant="subtle"
        loading={reopen.isPending}
        onClick={() => reopen.mutate({ note: '', resolved: false })}
      >
        <Trans>Reopen</Trans>
      </PermittedButton>
      <ErrorNote error={reopen.error} />
    </>
  )
}

const noteSchema = z.object({ note: z.string().check(z.trim(), z.maxLength(2_000)) })

function NoteForm({ job, onClose }: { job: JobEntry; onClose: () => void }): ReactNode {
  const client = useQueryClient()
  const resolve = useMutation(resolveJobMutation(job.id, client))
  const form = useZodForm({
    schema: noteSchema,
    defaultValues: { note: '' },
    request: resolve,
    fields: { 'body.note': 'note' },
    onSubmit: ({ note }) => resolve.mutate({ note }, { onSuccess: onClose }),
  })
  return (
    <FormModal
      title={t`Mark this report as resolved`}
      size="md"
      centered
      isDirty={form.formState.isDirty && !resolve.isSuccess}
      onClose={onClose}
    >
      {(close) => (
        <Form form={form} className={classes.form}>
          <Textarea
            data-autofocus
            label={t`Note`}
            description={t`How the failures were resolved. The report and the audit show this note.`}
            rows={3}
            maxLength={2000}
            error={form.formState.errors.note?.message}
            {...form.register('note')}
          />
          <FormEnd form={form} onClose={close} closeLabel={<Trans>Close</Trans>}>
            <Trans>Mark as resolved</Trans>
          </FormEnd>
        </Form>
      )}
    </FormModal>
  )
}
