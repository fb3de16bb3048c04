import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Textarea } from '@mantine/core'
import type { ChangedSelection } from '@muster/contracts/selections'
import { readIdentifierList } from '@muster/core/identifier/read-list'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import * as z from 'zod/mini'
import { formatNumber } from '../../../lib/format.ts'
import { FormModal } from '../../../query/form-modal.tsx'
import { Copyable } from '../../../ui/facts/copyable.tsx'
import { Form } from '../../../ui/form/form.tsx'
import { FormEnd } from '../../../ui/form/form-end.tsx'
import layout from '../../../ui/form/form-layout.module.css'
import { useZodForm } from '../../../ui/form/use-zod-form.ts'
import { Notice } from '../../../ui/page/notice.tsx'
import classes from './list-dialog.module.css'
import type { KeptSelection } from './use-kept-selection.ts'

/** As many fit in one request. */
const perRequest = 2_000
/** Most entries of one list (the server's limit of a plan). */
const mostEntries = 10_000

interface Added {
  readonly entries: number
  readonly unresolved: ChangedSelection['unresolved']
  /** Entries that are neither an address nor an ID. */
  readonly wrong: readonly string[]
}

interface ListDialogProps {
  readonly onAdd: KeptSelection['add']
  readonly onClose: () => void
}

/** Selects the users of a list, a request after another. `added` has the entries that selected none. */
function useAddList({ onAdd, onClose }: ListDialogProps) {
  const [added, setAdded] = useState<Added | null>(null)
  const [isPending, setPending] = useState(false)
  const [failedAt, setFailedAt] = useState<number | null>(null)
  const add = async (list: ReturnType<typeof readIdentifierList>): Promise<void> => {
    setPending(true)
    setFailedAt(null)
    const identifiers = [...list.identifiers]
    const unresolved: ChangedSelection['unresolved'] = []
    for (let at = 0; at < identifiers.length; at += perRequest) {
      const result = await onAdd({ identifiers: identifiers.slice(at, at + perRequest) })
      if (result === undefined) {
        setPending(false)
        return setFailedAt(at)
      }
      unresolved.push(...result.unresolved)
    }
    setPending(false)
    const wrong = list.wrong.map((entry) => entry.text)
    if (unresolved.length + wrong.length === 0) return onClose()
    return setAdded({ entries: identifiers.length, unresolved, wrong })
  }
  return { added, isPending, failedAt, add }
}

/** Selects the users that a pasted list names, and names the entries that name none. */
export function ListDialog(props: ListDialogProps): ReactNode {
  const { onClose } = props
  const { added, isPending, failedAt, add } = useAddList(props)
  const [isDirty, setDirty] = useState(false)
  return (
    <FormModal title={t`Select users from a list`} size={560} isDirty={added === null && isDirty} onClose={onClose}>
      {(close) =>
        added === null ? (
          <ListForm isPending={isPending} failedAt={failedAt} onDirty={setDirty} onAdd={add} onCancel={close} />
        ) : (
          <Unresolved added={added} onClose={onClose} />
        )
      }
    </FormModal>
  )
}

interface ListFormProps {
  readonly isPending: boolean
  /** How many entries the requests had added before one failed; null if none did. */
  readonly failedAt: number | null
  readonly onDirty: (isDirty: boolean) => void
  readonly onAdd: (list: ReturnType<typeof readIdentifierList>) => Promise<void>
  readonly onCancel: () => void
}

const failureWords = (added: number): string =>
  added === 0
    ? t`The selection could not be changed.`
    : t`The first ${{ added: formatNumber(added) }} entries are added, the others are not. Select the users again to add them.`

const listSchema = () =>
  z.object({
    list: z
      .pipe(
        z.string(),
        z.transform((text: string) => readIdentifierList('any', text)),
      )
      .check(
        z.refine(({ identifiers }) => identifiers.length > 0, t`Enter at least one email address or ID`),
        z.refine(
          ({ identifiers }) => identifiers.length <= mostEntries,
          t`A list has at most ${{ limit: formatNumber(mostEntries) }} entries. Split it.`,
        ),
      ),
  })

function ListForm({ isPending, failedAt, onDirty, onAdd, onCancel }: ListFormProps): ReactNode {
  const form = useZodForm({
    schema: listSchema(),
    defaultValues: { list: '' },
    request: { isPending, error: null },
    onSubmit: (output) => void onAdd(output.list),
  })
  const text = form.watch('list')
  const list = useMemo(() => readIdentifierList('any', text), [text])
  const count = list.identifiers.length
  const isDirty = text.trim() !== ''
  useEffect(() => onDirty(isDirty), [isDirty, onDirty])
  return (
    <Form form={form}>
      {failedAt === null ? null : <Notice kind="warning">{failureWords(failedAt)}</Notice>}
      <Textarea
        data-autofocus
        label={t`Email addresses, user IDs or organization IDs`}
        description={t`In any order, with any separator. Names around addresses are ignored.`}
        // untranslated: addresses
        placeholder={'ana@example.com\nBen Okoro <ben@example.com>\nE1001'}
        data-untranslated
        rows={10}
        spellCheck={false}
        error={form.formState.errors.list?.message}
        {...form.register('list')}
      />
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element may not hold blocks */}
      <div role="status" className={classes.count}>
        {count === 0 ? null : plural(count, { one: '# entry', other: '# entries' })}
        {list.repeated === 0
          ? null
          : ` · ${plural(list.repeated, { one: '# duplicate excluded', other: '# duplicates excluded' })}`}
      </div>
      <FormEnd form={form} onClose={onCancel}>
        <Trans>Select users</Trans>
      </FormEnd>
    </Form>
  )
}

/** The entries that selected no user, and why. */
function Unresolved({ added, onClose }: { readonly added: Added; readonly onClose: () => void }): ReactNode {
  const { entries, unresolved, wrong } = added
  const found = entries - unresolved.length
  const texts = [...unresolved.map(({ identifier }) => identifier.value), ...wrong]
  return (
    <>
      <p>{plural(found, { one: '# entry of the list is selected.', other: '# entries of the list are selected.' })}</p>
      <Notice kind="warning">
        {plural(texts.length, { one: '# entry selected no user:', other: '# entries selected no user:' })}
      </Notice>
      <ul className={classes.list} aria-label={t`Entries without a user`}>
        {unresolved.map(({ identifier, matches }) => (
          <li key={`${identifier.by} ${identifier.value}`}>
            <bdi>{identifier.value}</bdi>{' '}
            <span className={classes.why}>
              {matches > 1
                ? plural(matches, { one: '# user has it', other: '# users have it' })
                : t`not in the directory`}
            </span>
          </li>
        ))}
        {wrong.map((text, at) => (
          // Entries have no identity but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={at}>
            <bdi>{text}</bdi> <span className={classes.why}>{t`no address and no ID`}</span>
          </li>
        ))}
      </ul>
      <div className={layout.buttons}>
        <Copyable value={texts.join('\n')} label={t`Copy these entries`}>
          <Trans>Copy these entries</Trans>
        </Copyable>
        <Button data-autofocus onClick={onClose}>
          <Trans>Done</Trans>
        </Button>
      </div>
    </>
  )
}
