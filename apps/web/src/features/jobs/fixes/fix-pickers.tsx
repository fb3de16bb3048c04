import type { ReactNode } from 'react'
import { useAccessLists } from '../../../lib/access.ts'
import { ChooseOne } from '../../../ui/form/choose-one.tsx'
import type { FixChoice } from './fix-choice.ts'

interface PickerProps {
  readonly choice: FixChoice
  readonly onChoose: (choice: FixChoice) => void
}

/** A role, and the bot it is to be held on where it is held on one. */
export function RolePicker({ choice, onChoose }: PickerProps): ReactNode {
  const { roles } = useAccessLists()
  const chosen = roles.find((role) => role.id === choice.roleId)
  return (
    <>
      <ChooseOne
        what="role"
        label="Role"
        placeholder="Search roles"
        openOnFocus={false}
        {...(choice.roleId === null ? { 'data-autofocus': true } : {})}
        options={options(roles)}
        value={choice.roleId}
        onChange={(roleId) => onChoose({ ...choice, roleId })}
        nothingFoundMessage="No role of that name"
      />
      {chosen?.kind === 'admin' ? (
        <p>An admin role holds in the whole account; it has no bot.</p>
      ) : (
        <BotPicker choice={choice} onChoose={onChoose} first={choice.roleId !== null} />
      )}
    </>
  )
}

/** A bot; `first`: it is what the dialog asks for. */
export function BotPicker({ choice, onChoose, first }: PickerProps & { readonly first: boolean }): ReactNode {
  const { bots } = useAccessLists()
  return (
    <ChooseOne
      what="bot"
      label="Bot"
      placeholder="Search bots"
      openOnFocus={false}
      {...(first ? { 'data-autofocus': true } : {})}
      options={options(bots)}
      value={choice.botId}
      onChange={(botId) => onChoose({ ...choice, botId })}
      nothingFoundMessage="No bot of that name"
    />
  )
}

export function GroupPicker({ choice, onChoose }: PickerProps): ReactNode {
  const { groups } = useAccessLists()
  return (
    <ChooseOne
      what="group"
      label="Group"
      placeholder="Search groups"
      openOnFocus={false}
      data-autofocus
      options={options(groups)}
      value={choice.groupId}
      onChange={(groupId) => onChoose({ ...choice, groupId })}
      nothingFoundMessage="No group of that name"
    />
  )
}

/** Options by name; where two share a name, their ids tell them apart. */
function options(entries: readonly { readonly id: string; readonly name: string }[]) {
  const seen = new Map<string, number>()
  for (const entry of entries) seen.set(entry.name, (seen.get(entry.name) ?? 0) + 1)
  return entries.map(({ id, name }) => ({ value: id, label: (seen.get(name) ?? 0) > 1 ? `${name} (${id})` : name }))
}
