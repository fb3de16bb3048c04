import { t } from '@lingui/core/macro'
import { ActionIcon, Menu } from '@mantine/core'
import type { Permission } from '@muster/core/permission'
import { isolateText } from '@muster/core/text/visible-controls'
import { Ellipsis } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMay } from '../lib/session.ts'
import { Sentence } from '../ui/facts/sentence.tsx'
import { LacksNote } from './refusal.tsx'
import classes from './row-menu.module.css'

/** One thing to do with what a row shows. */
export interface RowAct {
  readonly key: string
  readonly label: string
  /** Null for none. */
  readonly permission: Permission | null
  readonly onClick: () => void
}

interface RowMenuProps {
  /** What the row shows, for screen readers. */
  readonly name: string
  readonly isBusy?: boolean
  readonly acts: readonly RowAct[]
}

/** All actions of a row, in one menu. Renders nothing without an action. */
export function RowMenu({ name, isBusy = false, acts }: RowMenuProps): ReactNode {
  if (acts.length === 0) return null
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          loading={isBusy}
          className={classes.menu}
          aria-label={t`Actions for ${{ name: isolateText(name) }}`}
        >
          <Ellipsis size={16} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {acts.map((act) => (
          <ActItem key={act.key} act={act} />
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** An action in a menu. */
export function ActItem({ act: { label, permission, onClick } }: { act: RowAct }): ReactNode {
  const may = useMay(permission)
  if (permission === null || may)
    return (
      <Menu.Item onClick={onClick}>
        <Sentence text={label} />
      </Menu.Item>
    )
  // Stays in the order of the arrow keys, which skip `data-disabled`, and shows what it needs.
  return (
    <Menu.Item aria-disabled="true" className={classes.refusedItem} closeMenuOnClick={false}>
      <Sentence text={label} />
      <div className={classes.refused}>
        <LacksNote permission={permission} />
      </div>
    </Menu.Item>
  )
}
