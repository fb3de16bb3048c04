import { plural, t } from '@lingui/core/macro'
import type { UserEntry, UserFilter } from '@muster/contracts/users'
import type { ReactNode } from 'react'
import { useOfferedActions } from '../../../lib/commands/page-actions.ts'
import { useMay } from '../../../lib/session.ts'
import type { Action, Target } from '../../../lib/target.ts'
import { actionButton } from '../user-text.ts'
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

/** The users of the next plan; null until the server has the selection. */
function targetOf({ users, id, count, isSaved }: KeptSelection): Target | null {
  if (users !== null) return { kind: 'users', users }
  return id === null || !isSaved ? null : { kind: 'selection', selectionId: id, count }
}

/** The selection bar of a page of a search. */
export function ListSelection({ selection, page, filter, actions, onAct, onCompare }: ListSelectionProps): ReactNode {
  const { selected, count, users } = selection
  const isKept = useMay('plans:write')
  const target = targetOf(selection)
  const [one, other, third] = users ?? []
  const compare =
    count === 2 && one !== undefined && other !== undefined && third === undefined
      ? () => onCompare([one, other])
      : null
  useOfferedActions(
    target === null || count === 0
      ? null
      : {
          title: plural(count, { one: '# selected user', other: '# selected users' }),
          actions: [
            ...(isKept
              ? actions.map((key) => ({ key, name: actionButton(key).name, run: () => onAct(key, target) }))
              : []),
            ...(compare === null ? [] : [{ key: 'compare', name: t`Compare`, run: compare }]),
            { key: 'clear', name: t`Clear the selection`, run: selection.clear },
          ],
        },
  )
  return (
    <SelectionBar
      selection={selection}
      onPage={page.items.filter((user) => selected.has(user.id)).length}
      matching={page.count}
      actions={actions}
      onAll={isKept ? () => void selection.add({ matching: filter }) : null}
      onAct={target === null ? null : (action) => onAct(action, target)}
      onCompare={compare}
    />
  )
}
