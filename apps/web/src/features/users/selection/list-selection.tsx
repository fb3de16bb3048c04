import type { UserEntry, UserFilter } from '@muster/contracts/users'
import type { ReactNode } from 'react'
import type { Action, Target } from '../../../lib/target.ts'
import { allMatching, countSelected, emptySelection, isSelected } from './selection.ts'
import { SelectionBar } from './selection-bar.tsx'
import type { KeptSelection } from './use-kept-selection.ts'

interface ListSelectionProps {
  readonly selection: KeptSelection
  readonly page: {
    readonly items: readonly UserEntry[]
    readonly count: { readonly value: number; readonly capped: boolean }
  }
  readonly filter: UserFilter
  readonly actions: readonly Action[]
  readonly onAct: (action: Action, target: Target) => void
  readonly onCompare: (users: readonly [UserEntry, UserEntry]) => void
}

/** The selection bar of a page of a search. */
export function ListSelection({ selection, page, filter, actions, onAct, onCompare }: ListSelectionProps): ReactNode {
  const { selected, select } = selection
  const count = countSelected(selected, page.count)
  const target = (): Target =>
    selected.kind === 'picked'
      ? { kind: 'users', users: [...selected.users.values()].filter((user) => user !== null) }
      : { kind: 'matching', filter, except: [...selected.users.keys()], count }
  const [one, other, third] = selected.kind === 'picked' ? [...selected.users.values()] : []
  return (
    <SelectionBar
      count={count}
      isMatching={selected.kind === 'matching'}
      beyondSearch={selection.beyondSearch}
      canAct={selection.isKnown}
      onPage={page.items.filter((user) => isSelected(selected, user.id)).length}
      matching={page.count}
      actions={actions}
      onAll={() => select(() => allMatching)}
      onClear={() => select(() => emptySelection)}
      onAct={(action) => onAct(action, target())}
      onCompare={one != null && other != null && third === undefined ? () => onCompare([one, other]) : null}
    />
  )
}
