import { i18n } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Menu, NativeSelect, SegmentedControl } from '@mantine/core'
import { downloadAccessCsv, downloadAccessXlsx } from '@muster/contracts/access'
import { useSearch } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { useGo } from '../../lib/app-link.tsx'
import { accessSearch } from '../../lib/page-search.ts'
import { paths } from '../../lib/paths.ts'
import { provenDownload } from '../../lib/step-up.ts'
import { buildUrl } from '../../lib/url.ts'
import { useChangeSearch } from '../../lib/use-address.ts'
import { PermittedButton } from '../../query/permitted-button.tsx'
import { QueryBoundary } from '../../query/query-boundary.tsx'
import { SearchBox } from '../../ui/form/search-box.tsx'
import { Page } from '../../ui/page/page.tsx'
import classes from './access.module.css'
import { AccessMatrix } from './access-matrix.tsx'
import { AccessTable } from './access-table.tsx'
import { AccessUsers } from './access-users.tsx'

const views = [
  { value: 'groups', name: msg`Groups`, search: msg`Search groups` },
  { value: 'roles', name: msg`Roles`, search: msg`Search roles` },
  { value: 'bots', name: msg`Bots`, search: msg`Search bots` },
  { value: 'matrix', name: msg`Roles by bot`, search: msg`Search bots` },
  { value: 'elevated', name: msg`Elevated access`, search: msg`Search users` },
  { value: 'dormant', name: msg`Dormant users`, search: msg`Search users` },
] as const

const formats = [
  { name: msg`As CSV`, path: downloadAccessCsv.path },
  { name: msg`As Excel`, path: downloadAccessXlsx.path },
] as const

/** Downloads who has what, directly and through groups, of all users. */
function AccessReport(): ReactNode {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <PermittedButton
          permission="users:export"
          variant="default"
          leftSection={<Download size={16} aria-hidden="true" />}
        >
          <Trans>Access report</Trans>
        </PermittedButton>
      </Menu.Target>
      <Menu.Dropdown>
        {formats.map(({ name, path }) => (
          <Menu.Item
            key={path}
            style={{ color: 'var(--mantine-color-text)' }}
            component="a"
            href={buildUrl(path, {}, {})}
            {...provenDownload(null)}
          >
            {i18n._(name)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

interface ViewProps {
  readonly view: (typeof views)[number]['value']
  readonly needle: string
}

function View({ view, needle }: ViewProps): ReactNode {
  switch (view) {
    case 'matrix':
      return <AccessMatrix needle={needle} />
    case 'elevated':
    case 'dormant':
      return <AccessUsers key={view} view={view} needle={needle} />
    case 'groups':
    case 'roles':
    case 'bots':
      return <AccessTable kind={view} needle={needle} />
  }
}

interface ViewChoiceProps extends Pick<ViewProps, 'view'> {
  readonly onChange: (view: string) => void
}

/** The views beside each other, or in a list on a phone. */
function ViewChoice({ view, onChange }: ViewChoiceProps): ReactNode {
  const data = views.map(({ value, name }) => ({ value, label: i18n._(name) }))
  return (
    <>
      <div className={classes.views}>
        <SegmentedControl aria-label={t`Access by`} data={data} value={view} onChange={onChange} />
      </div>
      <NativeSelect
        className={classes.viewList}
        aria-label={t`Access by`}
        data={data}
        value={view}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </>
  )
}

/** The account's groups, roles and bots, each with the users who have it. */
export function AccessPage(): ReactNode {
  const search = useSearch({ from: '/app/access' })
  const change = useChangeSearch(search)
  const go = useGo()
  const view = views.find(({ value }) => value === search.view) ?? views[0]
  const needle = search.q ?? ''
  return (
    <Page
      title={t`Access`}
      state={t`Who has which group and role, and through what. Counts are of the last sync.`}
      actions={<AccessReport />}
    >
      <div className={classes.bar}>
        <ViewChoice view={view.value} onChange={(value) => go(paths.access(accessSearch.parse({ view: value })))} />
        <SearchBox
          key={view.value}
          label={i18n._(view.search)}
          value={needle}
          onSearch={(q) => change({ q: q === '' ? undefined : q })}
        />
      </div>
      <QueryBoundary loading={t`Loading access`} filter={{ view: view.value }}>
        <View view={view.value} needle={needle} />
      </QueryBoundary>
    </Page>
  )
}
