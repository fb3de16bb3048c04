import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { useHotkeys } from '@mantine/hooks'
import type { UserEntry } from '@muster/contracts/users'
import { type ReactNode, useEffect, useRef } from 'react'
import { useController } from 'react-hook-form'
import { useAccessLists, useAccessNames, useAccessReasons } from '../../lib/access.ts'
import { isUnread } from '../../lib/unread.ts'
import { ChooseOne } from '../../ui/form/choose-one.tsx'
import { LookupOption } from '../../ui/form/lookup-option.tsx'
import { isSameLayer, isTyped } from '../../ui/form/same-layer.ts'
import type { useZodForm } from '../../ui/form/use-zod-form.ts'
import drawer from '../../ui/page/drawer-section.module.css'
import { Added, Held, UnreadNote } from './access-chips.tsx'
import type { EditValues } from './form-values.ts'

export interface AccessFieldProps {
  readonly control: ReturnType<typeof useZodForm<EditValues, EditValues>>['control']
  readonly user: UserEntry
}

const without = (list: readonly string[], id: string): string[] => list.filter((other) => other !== id)

/** The groups that the form adds and removes. */
function useGroupChanges({ control, user }: AccessFieldProps) {
  const added = useController({ control, name: 'addGroups' }).field
  const removed = useController({ control, name: 'removeGroups' }).field
  const keep = (id: string): void => removed.onChange(without(removed.value, id))
  return {
    added: added.value,
    removed: removed.value,
    add: (id: string): void => {
      if (removed.value.includes(id)) keep(id)
      else if (!user.groups.includes(id) && !added.value.includes(id)) added.onChange([...added.value, id])
    },
    undoAdd: (id: string): void => added.onChange(without(added.value, id)),
    remove: (id: string): void => removed.onChange([...removed.value, id]),
    keep,
  }
}

/** The groups of the user, the added ones, and the field that adds another. */
export function AccessGroups(props: AccessFieldProps): ReactNode {
  const { groups } = props.user
  const names = useAccessNames()
  const changes = useGroupChanges(props)
  return (
    <section className={drawer.section}>
      <h3 className={drawer.heading}>
        <Trans>Groups</Trans>
      </h3>
      <UnreadNote isUnread={groups.length === 0 && isUnread(props.user, 'groups')} />
      <ul className={drawer.chips}>
        {groups.map((id) => (
          <Held
            key={id}
            name={names.group(id)}
            id={id}
            isRemoved={changes.removed.includes(id)}
            onRemove={() => changes.remove(id)}
            onKeep={() => changes.keep(id)}
          />
        ))}
        {changes.added.map((id) => (
          <Added key={id} name={names.group(id)} id={id} onRemove={() => changes.undoAdd(id)} />
        ))}
      </ul>
      <AddGroup held={groups} changes={changes} />
    </section>
  )
}

interface AddGroupProps {
  /** The groups of the user. */
  readonly held: readonly string[]
  readonly changes: ReturnType<typeof useGroupChanges>
}

function AddGroup({ held, changes }: AddGroupProps): ReactNode {
  const { groups } = useAccessLists()
  const reason = useAccessReasons().groups
  const field = useRef<HTMLInputElement>(null)
  const focusField = (event: KeyboardEvent): void => {
    if (isTyped(event) || !isSameLayer(event, field.current)) return
    // The letter is not typed into the field.
    event.preventDefault()
    field.current?.focus()
  }
  useHotkeys([['g', focusField, { preventDefault: false }]], [])
  const isAdding = useRef(false)
  useEffect(() => {
    if (isAdding.current) field.current?.focus()
    isAdding.current = false
  })
  const add = (id: string): void => {
    isAdding.current = true
    changes.add(id)
  }
  return (
    <ChooseOne
      // A new field after each choice: it starts closed, with the focus for the next group.
      key={changes.added.length + changes.removed.length}
      ref={field}
      openOnFocus={false}
      aria-label={t`Add to a group`}
      aria-keyshortcuts="g"
      placeholder={t`Add to a group`}
      limit={200}
      renderOption={LookupOption}
      nothingFoundMessage={reason ?? t`No group matches`}
      options={groups
        .filter(({ id }) => !held.includes(id) && !changes.added.includes(id))
        .map(({ id, name }) => ({ value: id, label: name }))}
      value={null}
      onChange={(id) => (id === null ? undefined : add(id))}
    />
  )
}
