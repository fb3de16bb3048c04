import { Button, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useAccessLists } from '../../../lib/access.ts'
import { ChooseOne } from '../../../ui/form/choose-one.tsx'
import { ChooserForm } from '../../../ui/form/chooser-form.tsx'
import classes from './issue-fix.module.css'
import { nameChoices } from './issue-groups.ts'

interface OtherValueProps {
  readonly choose: 'group' | 'role' | 'bot' | 'text'
  readonly busy: boolean
  readonly rows: string
  readonly onUse: (value: string) => void
}

/** Another value than the suggested: picked from the account's names, or typed. */
export function OtherValue({ choose, busy, rows, onUse }: OtherValueProps): ReactNode {
  const [value, setValue] = useState('')
  const lists = useAccessLists()
  const entries = { group: lists.groups, role: lists.roles, bot: lists.bots, text: [] }[choose]
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
          aria-label="Replace with"
          placeholder="Replace with"
          spellCheck={false}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
      ) : (
        <ChooseOne
          what={choose}
          size="xs"
          aria-label={`Replace with another ${choose}`}
          placeholder={`Another ${choose}`}
          nothingFoundMessage={`No ${choose} of that name`}
          limit={100}
          comboboxProps={{ width: 280, position: 'bottom-start' }}
          options={nameChoices(entries)}
          value={value === '' ? null : value}
          onChange={(next) => setValue(next ?? '')}
        />
      )}
      <Button type="submit" size="xs" variant="default" disabled={busy || value.trim() === ''}>
        Replace in {rows}
      </Button>
    </ChooserForm>
  )
}
