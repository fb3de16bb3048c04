import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { Button, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useAccessLists } from '../../../lib/access.ts'
import { ChooseOne } from '../../../ui/form/choose-one.tsx'
import { ChooserForm } from '../../../ui/form/chooser-form.tsx'
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

/** A value other than the suggestions: chosen from the account's names, or typed. */
export function OtherValue({ choose, busy, rows, onUse }: OtherValueProps): ReactNode {
  const [value, setValue] = useState('')
  return (
    <ChooserForm
      className={classes.other}
      onSubmit={() => {
        if (value.trim() !== '') onUse(value.trim())
      }}
    >
      {choose === 'text' ? (
        <TextInput
          size="xs"
          aria-label={t`Replace with`}
          placeholder={t`Replace with`}
          spellCheck={false}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
      ) : (
        <NameChooser kind={choose} value={value} onChange={setValue} />
      )}
      <Button type="submit" size="xs" variant="default" disabled={busy || value.trim() === ''}>
        {rows === null ? (
          <Trans>Replace in all these rows</Trans>
        ) : (
          <Plural value={rows} one="Replace in # row" other="Replace in # rows" />
        )}
      </Button>
    </ChooserForm>
  )
}

interface NameChooserProps {
  readonly kind: Kind
  readonly value: string
  readonly onChange: (value: string) => void
}

function NameChooser({ kind, value, onChange }: NameChooserProps): ReactNode {
  const lists = useAccessLists()
  const entries = { group: lists.groups, role: lists.roles, bot: lists.bots }[kind]
  const { label, placeholder, noMatch } = kindWords[kind]
  return (
    <ChooseOne
      size="xs"
      aria-label={i18n._(label)}
      placeholder={i18n._(placeholder)}
      nothingFoundMessage={i18n._(noMatch)}
      limit={100}
      comboboxProps={{ width: 280, position: 'bottom-start' }}
      options={nameChoices(entries)}
      value={value === '' ? null : value}
      onChange={(next) => onChange(next ?? '')}
    />
  )
}
