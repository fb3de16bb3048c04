import { i18n } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { SegmentedControl } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useGo } from '../../lib/app-link.tsx'
import { accessSearch } from '../../lib/page-search.ts'
import { paths } from '../../lib/paths.ts'
import { useChangeSearch } from '../../lib/use-address.ts'
import { QueryBoundary } from '../../query/query-boundary.tsx'
import { SearchBox } from '../../ui/form/search-box.tsx'
import { Page } from '../../ui/page/page.tsx'
import classes from './access.module.css'
import { AccessMatrix } from './access-matrix.tsx'
import { AccessTable } from './access-table.tsx'

const views = [
  { value: 'groups', name: msg`Groups`, search: msg`Search groups` },
  { value: 'roles', name: msg`Roles`, search: msg`Search roles` },
  { value: 'bots', name: msg`Bots`, search: msg`Search bots` },
  { value: 'matrix', name: msg`Roles by bot`, search: msg`Search bots` },
] as const

/** The account's groups, roles and bots, each with the users who have it. */
export function AccessPage(): ReactNode {
  const search = useSearch({ from: '/app/access' })
  const change = useChangeSearch(search)
  const go = useGo()
  const view = views.find(({ value }) => value === search.view) ?? views[0]
  const needle = search.q ?? ''
  return (
    <Page title={t`Access`} state={t`Who has which group and role, and through what. Counts are of the last sync.`}>
      <div className={classes.bar}>
        <SegmentedControl
          aria-label={t`Access by`}
          size="xs"
          data={views.map(({ value, name }) => ({ value, label: i18n._(name) }))}
          value={view.value}
          onChange={(value) => go(paths.access(accessSearch.parse({ view: value })))}
        />
        <SearchBox
          key={view.value}
          label={i18n._(view.search)}
          value={needle}
          onSearch={(q) => change({ q: q === '' ? undefined : q })}
        />
      </div>
      <QueryBoundary loading={t`Loading access`} filter={{ view: view.value }}>
        {view.value === 'matrix' ? <AccessMatrix needle={needle} /> : <AccessTable kind={view.value} needle={needle} />}
      </QueryBoundary>
    </Page>
  )
}
