import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Pill } from '@mantine/core'
import type { UserEntry } from '@muster/contracts/users'
import type { ReactNode } from 'react'
import type { AccessNames } from '../../lib/access.ts'
import { formatList } from '../../lib/format.ts'
import { ChangeChip } from '../../ui/facts/change-chip.tsx'
import drawer from '../../ui/page/drawer-section.module.css'
import classes from './access-panel.module.css'

interface InheritedProps {
  readonly role: UserEntry['roles'][number]
  readonly names: AccessNames
  /** Groups that the changes remove. */
  readonly removedGroups: readonly string[]
}

/** A role that the user has through groups, with the last of which it ends. */
export function Inherited({ role, names, removedGroups }: InheritedProps): ReactNode {
  const ends = role.viaGroups.every((via) => removedGroups.some((id) => id === via || names.group(id) === via))
  return (
    <li>
      <ChangeChip op={ends ? 'remove' : 'keep'} label={names.role(role.roleId)} id={role.roleId} />{' '}
      <span className={drawer.through}>
        <Trans>through {{ groups: formatList(role.viaGroups.map(names.via)) }}</Trans>
      </span>
    </li>
  )
}

/** In place of groups or roles that are unknown. */
export function UnreadNote({ isUnread }: { readonly isUnread: boolean }): ReactNode {
  return isUnread ? <p className={classes.unread}>{t`Unknown until Muster reads it from Kore.ai`}</p> : null
}

interface HeldProps {
  readonly name: string
  readonly id: string
  readonly isRemoved: boolean
  readonly onRemove: () => void
  readonly onKeep: () => void
}

/** A group or role that the user has, with the button that removes it or keeps it after all. */
export function Held({ name, id, isRemoved, onRemove, onKeep }: HeldProps): ReactNode {
  if (!isRemoved) return <Chip name={name} id={id} label={t`Remove ${name}`} onRemove={onRemove} />
  return (
    <li className={classes.removed}>
      <ChangeChip op="remove" label={name} id={id} />
      <Button variant="subtle" size="compact-sm" aria-label={t`Keep ${name}`} onClick={onKeep}>
        <Trans>Keep</Trans>
      </Button>
    </li>
  )
}

interface AddedProps {
  readonly name: string
  readonly id: string
  readonly onRemove: () => void
}

/** A group that the changes add. */
export const Added = ({ name, id, onRemove }: AddedProps): ReactNode => (
  <Chip name={name} id={id} label={t`Do not add ${name}`} onRemove={onRemove} isNew />
)

interface ChipProps extends AddedProps {
  /** Of the button. */
  readonly label: string
  readonly isNew?: boolean
}

function Chip({ name, id, label, onRemove, isNew = false }: ChipProps): ReactNode {
  return (
    <li>
      <Pill
        size="md"
        className={classes.pill ?? ''}
        data-new={isNew || undefined}
        title={id}
        withRemoveButton
        removeButtonProps={{ 'aria-label': label, 'aria-hidden': false, tabIndex: 0 }}
        onRemove={onRemove}
      >
        <bdi>{name}</bdi>
      </Pill>
    </li>
  )
}
