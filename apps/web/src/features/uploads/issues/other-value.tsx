import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { type Control, useController } from 'react-hook-form'
import * as z from 'zod/mini'
import { useAccessLists } from '../../../lib/access.ts'
import { useDiscardGuard } from '../../../query/discard-guard.tsx'
import { ChooseOne } from '../../../ui/form/choose-one.tsx'
import { Form } from '../../../ui/form/form.tsx'
import { SubmitButton } from '../../../ui/form/submit-button.tsx'
import { useZodForm } from '../../../ui/form/use-zod-form.ts'
import classes from './issue-fix.module.css'
import { nameChoices } from './issue-groups.ts'

type Kind = 'group' | 'role' | 'bot'

interface OtherValueProps {
  readonly choose: Kind | 'text'
  readonly busy: boolean
  /** Number of rows with the value; null for all rows of several values. */
  readonly rows: number | null
  readonly onUse: (value: string) => void
}

interface KindWords {
  readonly label: MessageDescriptor
  readonly placeholder: MessageDescriptor
  readonly noMatch: MessageDescriptor
}

const kindWords: Readonly<Record<Kind, KindWords>> = {
  group: {
    label: msg`Replace with another group`,
    placeholder: msg`Another group`,
    noMatch: msg`No group matches`,
  },
  role: {
    label: msg`Replace with another role`,
    placeholder: msg`Another role`,
    noMatch: msg`No role matches`,
  },
  bot: {
    label: msg`Replace with another bot`,
    placeholder: msg`Another bot`,
    noMatch: msg`No bot matches`,
  },
}

/** The rules of the form. A function, because its messages need the active language. */
const valuesSchema = (choose: Kind | 'text') =>
  z.object({
    value: z.string().check(z.trim(), z.minLength(1, choose === 'text' ? t`Enter a value` : t`Choose a value`)),
  })

/** A value other than the suggestions: chosen from the account's names, or typed. */
export function OtherValue({ choose, busy, rows, onUse }: OtherValueProps): ReactNode {
  const form = useZodForm({
    schema: valuesSchema(choose),
    defaultValues: { value: '' },
    request: { isPending: busy, error: null },
    onSubmit: ({ value }) => onUse(value),
  })
  const { isDirty } = form.formState
  // While a fix is sent, nothing more is lost: its issue closes.
  const { question } = useDiscardGuard({ hasChanges: () => isDirty && !busy, partOf: 'issue' })
  return (
    <Form form={form} className={classes.other}>
      {choose === 'text' ? (
        <TextInput
          aria-label={t`Replace with`}
          placeholder={t`Replace with`}
          spellCheck={false}
          error={form.formState.errors.value?.message}
          {...form.register('value')}
        />
      ) : (
        <NameChooser kind={choose} control={form.control} />
      )}
      <SubmitButton form={form} variant="default">
        {rows === null ? (
          <Trans>Replace in all these rows</Trans>
        ) : (
          <Plural value={rows} one="Replace in # row" other="Replace in # rows" />
        )}
      </SubmitButton>
      {question}
    </Form>
  )
}

interface NameChooserProps {
  readonly kind: Kind
  readonly control: Control<{ value: string }, unknown, { value: string }>
}

function NameChooser({ kind, control }: NameChooserProps): ReactNode {
  const { field, fieldState } = useController({ control, name: 'value' })
  const { ref, value, onChange } = field
  const lists = useAccessLists()
  const entries = { group: lists.groups, role: lists.roles, bot: lists.bots }[kind]
  const { label, placeholder, noMatch } = kindWords[kind]
  return (
    <ChooseOne
      aria-label={i18n._(label)}
      placeholder={i18n._(placeholder)}
      nothingFoundMessage={i18n._(noMatch)}
      limit={100}
      comboboxProps={{ width: 280, position: 'bottom-start' }}
      options={nameChoices(entries)}
      error={fieldState.error?.message}
      ref={ref}
      value={value === '' ? null : value}
      onChange={(next) => onChange(next ?? '')}
    />
  )
}
