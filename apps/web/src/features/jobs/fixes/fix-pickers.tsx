import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { isAssignable } from '@muster/core/account/access'
import type { Fix } from '@muster/core/plan/fix'
import type { ReactNode } from 'react'
import { type Control, useController } from 'react-hook-form'
import { useAccessLists } from '../../../lib/access.ts'
import { ChooseOne } from '../../../ui/form/choose-one.tsx'
import type { FixChoice } from './fix-choice.ts'

interface PickerProps {
  readonly control: Control<FixChoice, unknown, Fix>
}

/** A role, and a bot for a bot role. */
export function RolePicker({ control }: PickerProps): ReactNode {
  const roles = useAccessLists().roles.filter(isAssignable)
  const { field, fieldState } = useController({ control, name: 'roleId' })
  const { ref, value, onChange } = field
  const chosen = roles.find((role) => role.id === value)
  return (
    <>
      <ChooseOne
        label={t`Role`}
        placeholder={t`Search roles`}
        openOnFocus={false}
        {...(value === null ? { 'data-autofocus': true } : {})}
        options={options(roles)}
        ref={ref}
        value={value}
        onChange={onChange}
        error={fieldState.error?.message}
        nothingFoundMessage={t`No matching role`}
      />
      {chosen?.kind === 'admin' ? (
        <p>
          <Trans>An admin role applies to the whole account and has no bot.</Trans>
        </p>
      ) : (
        <BotPicker control={control} first={value !== null} />
      )}
    </>
  )
}

/** A bot. `first`: it gets the focus when the dialog opens. */
export function BotPicker({ control, first }: PickerProps & { readonly first: boolean }): ReactNode {
  const { bots } = useAccessLists()
  const { field, fieldState } = useController({ control, name: 'botId' })
  const { ref, value, onChange } = field
  return (
    <ChooseOne
      label={t`Bot`}
      placeholder={t`Search bots`}
      openOnFocus={false}
      {...(first ? { 'data-autofocus': true } : {})}
      options={options(bots)}
      ref={ref}
      value={value}
      onChange={onChange}
      error={fieldState.error?.message}
      nothingFoundMessage={t`No matching bot`}
    />
  )
}

export function GroupPicker({ control }: PickerProps): ReactNode {
  const { groups } = useAccessLists()
  const { field, fieldState } = useController({ control, name: 'groupId' })
  const { ref, value, onChange } = field
  return (
    <ChooseOne
      label={t`Group`}
      placeholder={t`Search groups`}
      openOnFocus={false}
      data-autofocus
      options={options(groups)}
      ref={ref}
      value={value}
      onChange={onChange}
      error={fieldState.error?.message}
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
