import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, TextInput } from '@mantine/core'
import type { erasePersonFromAudit } from '@muster/contracts/audit/erase-person'
import type { RouteOutput } from '@muster/contracts/route'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import * as z from 'zod/mini'
import { formatNumber } from '../../lib/format.ts'
import { FormModal } from '../../query/form-modal.tsx'
import { RowMenu } from '../../query/row-menu.tsx'
import { FactList } from '../../ui/facts/fact-list.tsx'
import { Form } from '../../ui/form/form.tsx'
import { SubmitButton } from '../../ui/form/submit-button.tsx'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { Notice } from '../../ui/page/notice.tsx'
import classes from './audit.module.css'
import { erasePersonMutation } from './queries.ts'

type Named = RouteOutput<typeof erasePersonFromAudit>

/** Erases a person from everything that Muster stores: counts what names them, then erases exactly that. */
export function ErasePerson(): ReactNode {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <RowMenu
        name={t`Audit`}
        acts={[{ key: 'erase', label: t`Erase a person…`, permission: 'audit:erase', onClick: () => setOpen(true) }]}
      />
      {isOpen ? <EraseDialog onClose={() => setOpen(false)} /> : null}
    </>
  )
}

/** The form with a name; each request for it counts what names the person, or erases what was counted. */
function useErasure() {
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
  return { form, erase }
}

function EraseDialog({ onClose }: { onClose: () => void }): ReactNode {
  const { form, erase } = useErasure()
  const found = erase.data
  return (
    <FormModal
      title={t`Erase a person from Muster?`}
      centered
      isDirty={form.formState.isDirty && found?.erased !== true}
      onClose={onClose}
    >
      {(close) => (
        <Form form={form} className={classes.erase}>
          <p>
            <Trans>
              Muster erases what names this person from the audit, erasures, cases and ended jobs, and deletes files and
              plans that name the person. You cannot undo this. Times, actions and outcomes remain, and the chain still
              verifies.
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
          <output>{found === undefined ? null : <FoundList found={found} />}</output>
          <ErrorNote error={form.error} />
          <div className={classes.buttons}>
            <Button variant="default" onClick={close}>
              {found?.erased === true ? <Trans>Close</Trans> : <Trans>Cancel</Trans>}
            </Button>
            <NextButton form={form} erase={erase} />
          </div>
        </Form>
      )}
    </FormModal>
  )
}

/** Finds what names the person, then erases it. */
function NextButton({ form, erase }: ReturnType<typeof useErasure>): ReactNode {
  const { data: found, variables, isPending, mutate } = erase
  if (found === undefined || found.erased || total(found.count) === 0)
    return (
      <SubmitButton form={form} variant="light">
        <Trans>Find what names this person</Trans>
      </SubmitButton>
    )
  return (
    <Button color="red" loading={isPending} onClick={() => mutate({ name: variables.name, confirmed: found.count })}>
      {plural(total(found.count), { one: 'Erase from # record', other: 'Erase from # records' })}
    </Button>
  )
}

const total = (count: Named['count']) => Object.values(count).reduce((sum, one) => sum + one, 0)

const counted = (facts: readonly (readonly [string, number])[]) =>
  facts.flatMap(([label, count]) => (count === 0 ? [] : [[label, formatNumber(count)] as const]))

function FoundList({ found: { count, remaining, unsearched, erased } }: { found: Named }): ReactNode {
  const found = counted([
    [t`Entries of the audit`, count.entries],
    [t`Ended jobs`, count.jobs],
    [t`Plans that were not applied`, count.plans],
    [t`Files`, count.files],
    [t`Ended erasures`, count.requests],
    [t`Closed cases`, count.cases],
    [t`Other records`, count.others],
  ])
  const staying = counted([
    [t`Users in the directory, which follows Kore.ai`, remaining.directory],
    [t`Jobs, plans and files in progress`, remaining.running],
    [t`Erasures that have not ended`, remaining.openErasures],
    [t`Open cases`, remaining.openCases],
  ])
  return (
    <>
      <Notice kind="info">{headOf(found.length > 0, erased)}</Notice>
      <FactList facts={found} />
      {staying.length === 0 ? null : (
        <>
          <Notice kind="warning">{t`This names the person and stays. Erase again when it has ended.`}</Notice>
          <FactList facts={staying} />
        </>
      )}
      {unsearched === 0 ? null : <Notice kind="warning">{unsearchedText(unsearched)}</Notice>}
    </>
  )
}

const unsearchedText = (count: number) =>
  plural(count, {
    one: '# file was refused or has parts that are not searched: other sheets, or lines above the header row. Delete it under Uploads if it names the person.',
    other:
      '# files were refused or have parts that are not searched: other sheets, or lines above the header row. Delete those that name the person under Uploads.',
  })

function headOf(isNamed: boolean, erased: boolean): string {
  if (erased) return t`Erased.`
  return isNamed ? t`This names the person and will be erased:` : t`Nothing to erase names this person.`
}
