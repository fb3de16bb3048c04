import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useAccessLists } from '../../../lib/access.ts'
import { ChooseOne } from '../../../ui/form/choose-one.tsx'
import type { FixChoice } from './fix-choice.ts'

interface PickerProps {
  readonly choice: FixChoice
  readonly onChoose: (choice: FixChoice) => void
}

/** A role, and a bot for a bot role. */
export function RolePicker({ choice, onChoose }: PickerProps): ReactNode {
  const { roles } = useAccessLists()
  const chosen = roles.find((role) => role.id === choice.roleId)
  return (
    <>
      <ChooseOne
        label={t`Role`}
        placeholder={t`Search roles`}
        openOnFocus={false}
        {...(choice.roleId === null ? { 'data-autofocus': true } : {})}
        options={options(roles)}
        value={choice.roleId}
        onChange={(roleId) => onChoose({ ...choice, roleId })}
        nothingFoundMessage={t`No matching role`}
      />
      {chosen?.kind === 'admin' ? (
        <p>
          <Trans>An admin role applies to the whole account and has no bot.</Trans>
        </p>
      ) : (
        <BotPicker choice={choice} onChoose={onChoose} first={choice.roleId !== null} />
      )}
    </>
  )
}

/** A bot. `first`: it gets the focus when the dialog opens. */
export function BotPicker({ choice, onChoose, first }: PickerProps & { readonly first: boolean }): ReactNode {
  const { bots } = useAccessLists()
  return (
    <ChooseOne
      label={t`Bot`}
      placeholder={t`Search bots`}
      openOnFocus={false}
      {...(first ? { 'data-autofocus': true } : {})}
      options={options(bots)}
      value={choice.botId}
      onChange={(botId) => onChoose({ ...choice, botId })}
      nothingFoundMessage={t`No matching bot`}
    />
  )
}

export function GroupPicker({ choice, onChoose }: PickerProps): ReactNode {
  const { groups } = useAccessLists()
  return (
    <ChooseOne
      label={t`Group`}
      placeholder={t`Search groups`}
      openOnFocus={false}
      data-autofocus
      options={options(groups)}
      value={choice.groupId}
      onChange={(groupId) => onChoose({ ...choice, groupId })}
      nothingFoundMessage={t`No matching group`}
    />
  )
}

/** Options by name. Equal names get their ID as well. */
function options(entries: readonly { readonly id: string; readonly name: string }[]) {
  const seen = new Map<string, number>()
  for (const entry of entries) seen.set(entry.name, (seen.get(entry.name) ?? 0) + 1)
  return entries.map(({ id, name }) => ({ value: id, label: (seen.get(name) ?? 0) > 1 ? `${name} (${id})` : name }))
}
