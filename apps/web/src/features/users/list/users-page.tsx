import { i18n } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Menu } from '@mantine/core'
import { downloadAccessCsv, downloadAccessXlsx } from '@muster/contracts/access'
import { downloadTemplateCsv, downloadTemplateXlsx } from '@muster/contracts/uploads'
import type { UserEntry, UserFilter } from '@muster/contracts/users'
import { useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { ChevronDown, Download, Pencil, ShieldOff, UserMinus } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { useGo } from '../../../lib/app-link.tsx'
import type { UsersSearch } from '../../../lib/page-search.ts'
import { paths } from '../../../lib/paths.ts'
import { useMay } from '../../../lib/session.ts'
import { provenDownload } from '../../../lib/step-up.ts'
import type { Action, Target } from '../../../lib/target.ts'
import { buildUrl } from '../../../lib/url.ts'
import { PermittedButton } from '../../../query/permitted-button.tsx'
import { Notice } from '../../../ui/page/notice.tsx'
import { Page } from '../../../ui/page/page.tsx'
import { usersQuery } from '../queries.ts'
import { useKeptSelection } from '../selection/use-kept-selection.ts'
import { FilterChips } from './filter-chips.tsx'
import { changeSearch } from './search-values.ts'
import { useUsersPage } from './use-users-page.ts'
import { UsersList } from './users-list.tsx'
import { type SearchChange, UsersToolbar } from './users-toolbar.tsx'

// Loads as soon as the pointer or the focus is near a row.
const loadDrawer = () => import('../drawer/user-drawer.tsx')
const UserDrawer = lazy(async () => ({ default: (await loadDrawer()).UserDrawer }))

const exports = [
  { name: msg`As CSV`, path: downloadTemplateCsv.path, more: { filled: 'yes' } },
  { name: msg`As Excel`, path: downloadTemplateXlsx.path, more: { filled: 'yes' } },
  { name: msg`Access report as CSV`, path: downloadAccessCsv.path, more: {} },
  { name: msg`Access report as Excel`, path: downloadAccessXlsx.path, more: {} },
]

/** The actions on users. They make plans; applying one may need more permissions, or approval. */
const actions: readonly Action[] = ['edit', 'remove', 'erase']

interface ExportMenuProps {
  readonly filter: UserFilter
  /** The number of users that match; null if the page does not know it. */
  readonly total: number | null
}

/** Downloads all users that match the search, as a file that can be edited and uploaded. */
function ExportMenu({ filter, total }: ExportMenuProps): ReactNode {
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
        {exports.map(({ name, path, more }) => (
          <Menu.Item
            key={path}
            style={{ color: 'var(--mantine-color-text)' }}
            component="a"
            href={buildUrl(path, {}, { ...filter, ...more })}
            {...provenDownload(total)}
          >
            {i18n._(name)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

interface UsersPageProps {
  /** Shown instead of the list while the directory is empty. */
  readonly emptyDirectory: ReactNode
  /** State of the directory, above the list. */
  readonly notice: ReactNode
  /** Starts an action. Without a target, the form has a field for identifiers. */
  readonly onAct: (action: Action, target: Target | null) => void
  /** Called before a likely action, to load the forms. */
  readonly onPrepare: () => void
  /** The access of a user as a form. */
  readonly renderAccess: (user: UserEntry) => ReactNode
  readonly onCompare: (users: readonly [UserEntry, UserEntry]) => void
  /** Copies the access of a user to others. */
  readonly onCopy: (user: UserEntry) => void
  /** A form is open above the page and handles Escape. */
  readonly isActing: boolean
}

export function UsersPage(props: UsersPageProps): ReactNode {
  const { emptyDirectory, notice, onAct, onPrepare, renderAccess, onCompare, onCopy, isActing } = props
  const search = useSearch({ from: '/app/users' })
  const go = useGo()
  const { filter, users, all, total, counting, words, isFirstSync, isEmpty } = useUsersPage(search)
  const mayPlan = useMay('plans:write')
  const selection = useKeptSelection(filter, users ?? [])
  const client = useQueryClient()
  const change = (next: SearchChange): void => {
    const changed = changeSearch(search, next)
    // Before the router has followed the change.
    void client.prefetchQuery(usersQuery(changed))
    go(paths.users(changed), { replace: true })
  }
  const isOpen = search.user !== undefined
  useEffect(() => {
    if (isOpen) onPrepare()
  }, [isOpen, onPrepare])
  return (
    <Page
      title={t`Users`}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element may not hold blocks
      state={<span role="status">{words}</span>}
      actions={
        <>
          {isEmpty ? null : <ExportMenu filter={filter} total={total} />}
          <ByIdMenu onAct={(action) => onAct(action, null)} />
        </>
      }
    >
      {notice}
      {isEmpty ? (
        emptyDirectory
      ) : (
        <>
          <UsersToolbar search={search} onChange={change} />
          <FilterChips search={search} onChange={change} />
          {selection.notice === null ? null : <Notice kind="info">{selection.notice}</Notice>}
          <UsersList
            search={search}
            all={all}
            counting={counting}
            selection={selection}
            isFirstSync={isFirstSync}
            actions={actions}
            onAct={onAct}
            onPrepare={onPrepare}
            onNear={() => void loadDrawer()}
            onCompare={onCompare}
          />
        </>
      )}
      <UserPanel
        search={search}
        users={users ?? []}
        actions={actions}
        isCovered={isActing}
        renderAccess={mayPlan ? renderAccess : undefined}
        onAct={(action, user) => onAct(action, { kind: 'users', users: [user] })}
        onCopy={onCopy}
      />
    </Page>
  )
}

interface UserPanelProps {
  readonly search: UsersSearch
  /** The users of the page, to turn from one to the next. */
  readonly users: readonly UserEntry[]
  readonly actions: readonly Action[]
  readonly isCovered: boolean
  readonly renderAccess: ((user: UserEntry) => ReactNode) | undefined
  readonly onAct: (action: Action, user: UserEntry) => void
  readonly onCopy: (user: UserEntry) => void
}

/** The panel of the user that the URL names, from the first time that it names one. */
function UserPanel({ search, users, ...rest }: UserPanelProps): ReactNode {
  const go = useGo()
  const isOpen = search.user !== undefined
  const [wasOpened, setOpened] = useState(isOpen)
  if (isOpen && !wasOpened) setOpened(true)
  if (!wasOpened) return null
  const show = (user: string | undefined): void => go(paths.users({ ...search, user }), { replace: true })
  const at = users.findIndex(({ id }) => id === search.user)
  const turnTo = (by: -1 | 1): (() => void) | null => {
    const to = at === -1 ? undefined : users[at + by]?.id
    return to === undefined ? null : () => show(to)
  }
  return (
    <Suspense fallback={null}>
      <UserDrawer
        userId={search.user}
        known={users[at]}
        onClose={() => show(undefined)}
        onPrevious={turnTo(-1)}
        onNext={turnTo(1)}
        {...rest}
      />
    </Suspense>
  )
}

const byId = {
  edit: { name: msg`Edit access by ID…`, Icon: Pencil },
  remove: { name: msg`Remove users by ID…`, Icon: UserMinus },
  erase: { name: msg`Queue erasure by ID…`, Icon: ShieldOff },
} as const

interface ByIdMenuProps {
  readonly onAct: (action: Action) => void
}

/** The actions on pasted identifiers, which need not be in the directory. */
function ByIdMenu({ onAct }: ByIdMenuProps): ReactNode {
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
        {actions.map((action) => {
          const { name, Icon } = byId[action]
          return (
            <Menu.Item key={action} leftSection={<Icon size={16} />} onClick={() => onAct(action)}>
              {i18n._(name)}
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}
