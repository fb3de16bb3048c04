import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Modal, TextInput } from '@mantine/core'
import type { erasePersonFromAudit } from '@muster/contracts/audit'
import type { RouteOutput } from '@muster/contracts/route'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import * as z from 'zod/mini'
import { formatNumber } from '../../lib/format.ts'
import { Form } from '../../ui/form/form.tsx'
import { SubmitButton } from '../../ui/form/submit-button.tsx'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { Notice } from '../../ui/page/notice.tsx'
import classes from './audit.module.css'
import { erasePersonMutation } from './queries.ts'

type Named = RouteOutput<typeof erasePersonFromAudit>

/** Erases a person from the audit: counts what names them, then erases exactly that. */
export function ErasePerson(): ReactNode {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        <Trans>Erase a person…</Trans>
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={t`Erase a person from the audit?`} centered>
        <Steps onClose={() => setOpen(false)} />
      </Modal>
    </>
  )
}

// Mounted with the dialog, so a reopened dialog starts empty.
function Steps({ onClose }: { onClose: () => void }): ReactNode {
  const client = useQueryClient()
  const erase = useMutation({
    ...erasePersonMutation(),
    onSuccess: ({ erased }) => (erased ? client.invalidateQueries({ queryKey: ['audit'] }) : undefined),
  })
  const form = useZodForm({
    schema: z.object({ name: z.string().check(z.trim(), z.minLength(3, t`Type an email or ID.`), z.maxLength(320)) }),
    defaultValues: { name: '' },
    request: erase,
    onSubmit: ({ name }) => erase.mutate({ name }),
  })
  const found = erase.data
  const name = erase.variables?.name ?? ''
  return (
    <Form form={form} className={classes.erase}>
      <p>
        <Trans>
          Their name, ID and address are erased from the entries that name them and from erasures that have ended. It
          cannot be undone. Times, actions and outcomes remain, and the chain still verifies.
        </Trans>
      </p>
      <TextInput
        label={t`Email or ID`}
        data-autofocus
        autoComplete="off"
        spellCheck={false}
        error={form.formState.errors.name?.message}
        {...form.register('name', { onChange: () => erase.reset() })}
      />
      <output>{found === undefined ? null : <Notice kind="info">{foundWords(found)}</Notice>}</output>
      <ErrorNote error={form.error} />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {found?.erased === true ? <Trans>Close</Trans> : <Trans>Cancel</Trans>}
        </Button>
        {found === undefined || found.erased || found.entries + found.requests === 0 ? (
          <SubmitButton form={form} variant="light">
            <Trans>Find entries</Trans>
          </SubmitButton>
        ) : (
          <Button
            color="red"
            loading={erase.isPending}
            onClick={() => erase.mutate({ name, confirmed: { entries: found.entries, requests: found.requests } })}
          >
            {plural(found.entries, { one: 'Erase from # entry', other: 'Erase from # entries' })}
          </Button>
        )}
      </div>
    </Form>
  )
}

function foundWords({ entries, requests, erased }: Named): string {
  if (erased)
    return t`Erased. Entries of the audit: ${{ entries: formatNumber(entries) }}, ended erasures: ${{ requests: formatNumber(requests) }}.`
  if (entries + requests === 0) return t`Nothing names this person.`
  return t`Entries of the audit that name this person: ${{ entries: formatNumber(entries) }}, ended erasures: ${{ requests: formatNumber(requests) }}.`
}
