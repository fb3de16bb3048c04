import { i18n } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Menu } from '@mantine/core'
import { downloadAccessCsv, downloadAccessXlsx } from '@muster/contracts/access'
import { downloadTemplateCsv, downloadTemplateXlsx } from '@muster/contracts/uploads/templates'
import type { UserFilter } from '@muster/contracts/users'
import { ChevronDown, Download, Ellipsis, ListChecks, Pencil, ShieldOff, UserMinus } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { withMessages } from '../../../lib/language/active-language.ts'
import { useMay } from '../../../lib/session.ts'
import { provenDownload } from '../../../lib/step-up.ts'
import type { Action } from '../../../lib/target.ts'
import { buildUrl } from '../../../lib/url.ts'
import { PermittedButton, PermittedIcon } from '../../../query/permitted-button.tsx'
import type { KeptSelection } from '../selection/use-kept-selection.ts'
import classes from './page-actions.module.css'

const ListDialog = lazy(async () => ({
  default: (await withMessages(import('../selection/list-dialog.tsx'))).ListDialog,
}))

const exports = [
  { name: msg`As CSV`, path: downloadTemplateCsv.path, more: { filled: 'yes' } },
  { name: msg`As Excel`, path: downloadTemplateXlsx.path, more: { filled: 'yes' } },
  { name: msg`Access report as CSV`, path: downloadAccessCsv.path, more: {} },
  { name: msg`Access report as Excel`, path: downloadAccessXlsx.path, more: {} },
]

interface ExportItemsProps {
  readonly filter: UserFilter
  /** The number of users that match; null if the page does not know it. */
  readonly total: number | null
}

/** Downloads all users that match the search, as a file that can be edited and uploaded. */
function ExportItems({ filter, total }: ExportItemsProps): ReactNode {
  return exports.map(({ name, path, more }) => (
    <Menu.Item
      key={path}
      style={{ color: 'var(--mantine-color-text)' }}
      component="a"
      href={buildUrl(path, {}, { ...filter, ...more })}
      {...provenDownload(total)}
    >
      {i18n._(name)}
    </Menu.Item>
  ))
}

interface PageActionsProps extends Omit<ListItemsProps, 'onSelect'> {
  readonly isEmpty: boolean
  readonly exported: ExportItemsProps
  /** Adds users to the selection. */
  readonly onAdd: KeptSelection['add']
}

/** What can be done on the page: two menus, or one on a phone. */
export function PageActions({ isEmpty, exported, onAdd, ...acts }: PageActionsProps): ReactNode {
  const [mayExport, mayPlan] = [useMay('users:export'), useMay('plans:write')]
  const [isListing, setListing] = useState(false)
  const list = { ...acts, onSelect: () => setListing(true) }
  return (
    <>
      <div className={classes.actions}>
        {isEmpty ? null : <ExportMenu {...exported} />}
        <ListMenu {...list} />
      </div>
      <div className={classes.oneMenu}>
        <Menu position="bottom-end" width={280}>
          <Menu.Target>
            <PermittedIcon permission={mayExport ? null : 'plans:write'} variant="default" aria-label={t`Actions`}>
              <Ellipsis size={18} aria-hidden="true" />
            </PermittedIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {mayPlan ? <ListItems {...list} /> : null}
            {mayExport && !isEmpty ? <ExportItems {...exported} /> : null}
          </Menu.Dropdown>
        </Menu>
      </div>
      {isListing ? (
        <Suspense fallback={null}>
          <ListDialog onAdd={onAdd} onClose={() => setListing(false)} />
        </Suspense>
      ) : null}
    </>
  )
}

function ExportMenu(exported: ExportItemsProps): ReactNode {
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <PermittedButton
          permission="users:export"
          variant="default"
          leftSection={<Download size={16} aria-hidden="true" />}
        >
          <Trans>Export</Trans>
        </PermittedButton>
      </Menu.Target>
      <Menu.Dropdown>
        <ExportItems {...exported} />
      </Menu.Dropdown>
    </Menu>
  )
}

function ListMenu(list: ListItemsProps): ReactNode {
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <PermittedButton
          permission="plans:write"
          variant="default"
          rightSection={<ChevronDown size={16} aria-hidden="true" />}
        >
          <Trans>Paste a list</Trans>
        </PermittedButton>
      </Menu.Target>
      <Menu.Dropdown>
        <ListItems {...list} />
      </Menu.Dropdown>
    </Menu>
  )
}

const byId = {
  edit: { name: msg`Edit access by ID…`, Icon: Pencil },
  remove: { name: msg`Remove users by ID…`, Icon: UserMinus },
  erase: { name: msg`Queue erasure by ID…`, Icon: ShieldOff },
} as const

interface ListItemsProps {
  readonly actions: readonly Action[]
  readonly onAct: (action: Action) => void
  readonly onSelect: () => void
}

/** Selects the users of a pasted list, or acts on its identifiers, which need not be in the directory. */
function ListItems({ actions, onAct, onSelect }: ListItemsProps): ReactNode {
  return (
    <>
      <Menu.Item leftSection={<ListChecks size={16} />} onClick={onSelect}>
        <Trans>Select users from a list…</Trans>
      </Menu.Item>
      {actions.map((action) => {
        const { name, Icon } = byId[action]
        return (
          <Menu.Item key={action} leftSection={<Icon size={16} />} onClick={() => onAct(action)}>
            {i18n._(name)}
          </Menu.Item>
        )
      })}
    </>
  )
}
