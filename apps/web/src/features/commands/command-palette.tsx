import '@mantine/spotlight/styles.layer.css'
import type { MessageDescriptor } from '@lingui/core'
import { i18n } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import {
  Bot,
  KeyRound,
  ListChecks,
  type LucideIcon,
  Search,
  Stamp,
  Table2,
  User,
  UserCog,
  UsersRound,
} from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useAccessLists } from '../../lib/access.ts'
import { useGo } from '../../lib/app-link.tsx'
import { formatNumber } from '../../lib/format.ts'
import { paths } from '../../lib/paths.ts'
import { displayName } from '../../ui/facts/user-name.tsx'
import classes from './command-palette.module.css'
import { foundUsersQuery, shortestSearch } from './queries.ts'

/** A page of the app that the palette opens. */
export interface PageEntry {
  readonly name: MessageDescriptor
  readonly href: string
  readonly Icon: LucideIcon
}

/** Pages that the navigation does not show. */
const furtherPages: readonly PageEntry[] = [
  { name: msg`Roles by bot`, href: paths.access({ view: 'matrix' }), Icon: Table2 },
  { name: msg`Approvals`, href: paths.approvals(), Icon: Stamp },
  { name: msg`Unresolved reports`, href: paths.jobs({ only: 'unresolved' }), Icon: ListChecks },
  { name: msg`Members`, href: paths.members(), Icon: UserCog },
]

const [store, palette] = createSpotlight()

/** Opens the palette, and closes an open one. */
export const togglePalette = (): void => palette.toggle()

/** Entries shown of each kind. */
const shownEach = 5

interface Entry {
  readonly key: string
  readonly name: string
  /** Beside the name: the address of a user. */
  readonly details: string
  readonly href: string
  readonly icon: ReactNode
}

interface Section {
  readonly title: string
  readonly entries: readonly Entry[]
}

/** Finds a page, a user, a group, a role or a bot by its name, from any page. The arrow keys choose, Enter opens. */
export function CommandPalette({ pages }: { readonly pages: readonly PageEntry[] }): ReactNode {
  const [typed, setTyped] = useState('')
  const go = useGo()
  const found = useSections(typed.trim(), [...pages, ...furtherPages])
  const keys = found.sections.flatMap(({ entries }) => entries.map(({ key }) => key)).join('\n')
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (keys !== '' && list.current !== null) selectFirst(list.current)
  }, [keys])
  return (
    <Spotlight.Root
      store={store}
      query={typed}
      onQueryChange={setTyped}
      scrollable
      maxHeight={440}
      shortcut={null}
      overlayProps={{ blur: 0, backgroundOpacity: 0.4 }}
    >
      <Spotlight.Search
        aria-label={t`Search pages, users and access`}
        placeholder={t`Search pages, users, groups, roles and bots`}
        leftSection={<Search size={18} aria-hidden="true" />}
      />
      <Spotlight.ActionsList ref={list}>
        {found.sections.map(({ title, entries }) => (
          <Spotlight.ActionsGroup key={title} label={title}>
            {entries.map(({ key, name, details, href, icon }) => (
              <Spotlight.Action key={key} className={classes.action ?? ''} onClick={() => go(href)}>
                <span className={classes.entry}>
                  <span className={classes.icon} aria-hidden="true">
                    {icon}
                  </span>
                  <bdi className={classes.name}>{name}</bdi>
                  <bdi className={classes.details}>{details}</bdi>
                </span>
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {found.sections.length > 0 ? null : (
          <Spotlight.Empty>{found.isLoading ? t`Searching…` : t`Nothing with this name or ID`}</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

/**
 * Selects the first entry, which Enter opens. Spotlight marks the selected entry in the document, and does so as the
 * text changes: before the entries that this text finds are there.
 */
function selectFirst(list: HTMLElement): void {
  const [first] = list.querySelectorAll('[data-action]')
  list.querySelector('[data-selected]')?.removeAttribute('data-selected')
  first?.setAttribute('data-selected', 'true')
  store.updateState((state) => ({ ...state, selected: 0 }))
}

/** What matches the text, by kind. Without a text, the pages. */
function useSections(
  text: string,
  pages: readonly PageEntry[],
): { readonly sections: readonly Section[]; readonly isLoading: boolean } {
  const isSearch = text.length >= shortestSearch
  const users = useQuery({ ...foundUsersQuery(text), enabled: isSearch, placeholderData: keepPreviousData })
  const { groups, roles, bots } = useAccessLists()
  const needle = text.toLocaleLowerCase()
  const matches = ({ name, id }: { readonly name: string; readonly id: string }): boolean =>
    name.toLocaleLowerCase().includes(needle) || id.toLocaleLowerCase() === needle
  const access = (kind: 'groups' | 'roles' | 'bots', entries: typeof groups, icon: ReactNode): readonly Entry[] =>
    entries
      .filter(matches)
      .slice(0, shownEach)
      .map(({ id, name, userCount }) => ({
        key: `${kind} ${id}`,
        name,
        details: formatNumber(userCount),
        href: paths.accessOf(kind, id),
        icon,
      }))
  // Enter must not open a user of the text before: until the response, only those that match the new text stay.
  const isOf = (user: { readonly email: string }, name: string): boolean =>
    !users.isPlaceholderData || `${name}\n${user.email}`.toLocaleLowerCase().includes(needle)
  const known = (users.data?.items ?? []).filter((user) => isOf(user, displayName(user)))
  const people = known.map((user) => ({
    key: user.id,
    name: displayName(user),
    details: displayName(user) === user.email ? '' : user.email,
    href: paths.users({ q: user.email, user: user.id }),
    icon: <User size={16} />,
  }))
  const all = [
    {
      title: t`Pages`,
      entries: pages
        .map(({ name, href, Icon }) => ({ key: href, name: i18n._(name), details: '', href, icon: <Icon size={16} /> }))
        .filter(({ name }) => name.toLocaleLowerCase().includes(needle)),
    },
    { title: t`Users`, entries: isSearch ? people : [] },
    { title: t`Groups`, entries: isSearch ? access('groups', groups, <UsersRound size={16} />) : [] },
    { title: t`Roles`, entries: isSearch ? access('roles', roles, <KeyRound size={16} />) : [] },
    { title: t`Bots`, entries: isSearch ? access('bots', bots, <Bot size={16} />) : [] },
  ]
  return { sections: all.filter(({ entries }) => entries.length > 0), isLoading: users.isFetching }
}
