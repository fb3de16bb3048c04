import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { useDebouncedValue } from '@mantine/hooks'
import { foldText } from '@muster/core/text/fold-text'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import {
  Bot,
  KeyRound,
  ListChecks,
  ListTodo,
  type LucideIcon,
  MousePointerClick,
  Settings2,
  Stamp,
  Table2,
  User,
  UserCog,
  UsersRound,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useAccessLists } from '../../lib/access.ts'
import { useGo } from '../../lib/app-link.tsx'
import { usePageActions } from '../../lib/commands/page-actions.ts'
import { settingsSections } from '../../lib/commands/settings-sections.ts'
import { formatNumber, formatRelative } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/session.ts'
import { titleOf } from '../../lib/source-text.ts'
import { displayName } from '../../ui/facts/user-name.tsx'
import { foundJobsQuery, foundPlansQuery, foundUsersQuery, shortestSearch, shownEach } from './queries.ts'

/** A page of the app that the palette opens. */
export interface PageEntry {
  readonly name: MessageDescriptor
  readonly href: string
  readonly Icon: LucideIcon
}

/** Pages that the navigation does not show. */
const furtherPages: readonly PageEntry[] = [
  { name: msg`Roles by bot`, href: paths.access({ view: 'matrix' }), Icon: Table2 },
  { name: msg`Elevated access`, href: paths.access({ view: 'elevated' }), Icon: KeyRound },
  { name: msg`Dormant users`, href: paths.access({ view: 'dormant' }), Icon: UsersRound },
  { name: msg`Erasure cases`, href: paths.erasureCases(), Icon: ListTodo },
  { name: msg`Approvals`, href: paths.approvals(), Icon: Stamp },
  { name: msg`Unresolved reports`, href: paths.jobs({ only: 'unresolved' }), Icon: ListChecks },
  { name: msg`Members`, href: paths.members(), Icon: UserCog },
]

/** A pause in the typing, after which plans and jobs are searched. */
const pauseMs = 150

interface Entry {
  readonly key: string
  readonly name: string
  /** Beside the name: the address of a user. */
  readonly details: string
  readonly icon: ReactNode
  readonly run: () => void
}

interface Section {
  readonly title: string
  readonly entries: readonly Entry[]
}

interface Found {
  readonly sections: readonly Section[]
  readonly isLoading: boolean
}

/** What matches the text, by kind. Without a text: what the page offers, and the pages. */
export function useSections(text: string, pages: readonly PageEntry[]): Found {
  const isSearch = text.length >= shortestSearch
  const actions = useActions(text)
  const pageEntries = usePages(text, pages)
  const users = useUsers(text)
  const access = useAccess(text)
  const changes = useChanges(text)
  const settings = useSettings(text)
  const all = [actions, pageEntries, ...(isSearch ? [users.section, ...access, ...changes.sections, settings] : [])]
  return { sections: all.filter(({ entries }) => entries.length > 0), isLoading: users.isLoading || changes.isLoading }
}

/** Whether each word of the text is in one of the names, without case and accents. */
function matcher(text: string): (...names: readonly string[]) => boolean {
  const words = foldText(text).split(/\s+/)
  return (...names) => {
    const all = foldText(names.join('\n'))
    return words.every((word) => all.includes(word))
  }
}

function useActions(text: string): Section {
  const offered = usePageActions()
  const matches = matcher(text)
  const title = offered?.title ?? ''
  return {
    title,
    entries: (offered?.actions ?? [])
      .filter(({ name }) => matches(name, title))
      .map(({ key, name, run }) => ({ key, name, details: '', icon: <MousePointerClick size={16} />, run })),
  }
}

function usePages(text: string, pages: readonly PageEntry[]): Section {
  const go = useGo()
  const matches = matcher(text)
  const entries = [...pages, ...furtherPages].map(({ name, href, Icon }) => ({
    key: href,
    name: i18n._(name),
    details: '',
    icon: <Icon size={16} />,
    run: () => go(href),
  }))
  return { title: t`Pages`, entries: entries.filter(({ name }) => matches(name)) }
}

function useUsers(text: string): { readonly section: Section; readonly isLoading: boolean } {
  const go = useGo()
  const isSearch = text.length >= shortestSearch
  const users = useQuery({ ...foundUsersQuery(text), enabled: isSearch, placeholderData: keepPreviousData })
  // Enter must not open a user of the text before: until the response, only those that match the new text stay.
  const needle = foldText(text)
  const known = (users.data?.items ?? []).filter(
    (user) => !users.isPlaceholderData || foldText(`${displayName(user)}\n${user.email}`).includes(needle),
  )
  const entries = known.map((user) => ({
    key: user.id,
    name: displayName(user),
    details: displayName(user) === user.email ? '' : user.email,
    icon: <User size={16} />,
    run: () => go(paths.users({ q: user.email, user: user.id })),
  }))
  return { section: { title: t`Users`, entries }, isLoading: users.isFetching }
}

function useAccess(text: string): readonly Section[] {
  const go = useGo()
  const { groups, roles, bots } = useAccessLists()
  const typedId = text.toLowerCase()
  const matches = matcher(text)
  const entriesOf = (kind: 'groups' | 'roles' | 'bots', entries: typeof groups, icon: ReactNode): readonly Entry[] =>
    entries
      .filter((entry) => matches(entry.name) || entry.id.toLowerCase() === typedId)
      .slice(0, shownEach)
      .map(({ id, name, userCount }) => ({
        key: `${kind} ${id}`,
        name,
        details: formatNumber(userCount),
        icon,
        run: () => go(paths.accessOf(kind, id)),
      }))
  return [
    { title: t`Groups`, entries: entriesOf('groups', groups, <UsersRound size={16} />) },
    { title: t`Roles`, entries: entriesOf('roles', roles, <KeyRound size={16} />) },
    { title: t`Bots`, entries: entriesOf('bots', bots, <Bot size={16} />) },
  ]
}

interface Titled {
  readonly id: string
  readonly title: string
  readonly name: string | null
  readonly createdBy: string
  readonly createdAt: string
}

interface Results {
  readonly data: readonly Titled[] | undefined
  readonly isPlaceholderData: boolean
}

/** The newest plans and jobs with these words. Until the response, those of the text before that still match. */
function useChanges(text: string): { readonly sections: readonly Section[]; readonly isLoading: boolean } {
  const go = useGo()
  const now = useNow()
  const [q] = useDebouncedValue(text, pauseMs)
  const isSearch = q.length >= shortestSearch
  const plans = useQuery({
    ...foundPlansQuery(q),
    enabled: useMay('plans:read') && isSearch,
    placeholderData: keepPreviousData,
  })
  const jobs = useQuery({
    ...foundJobsQuery(q),
    enabled: useMay('jobs:read') && isSearch,
    placeholderData: keepPreviousData,
  })
  const matches = matcher(text)
  const isKnown = ({ title, name, createdBy }: Titled) => matches(title, name ?? '', createdBy)
  const entriesOf = (found: Results, icon: ReactNode, hrefOf: (id: string) => string): readonly Entry[] =>
    (found.data ?? [])
      .filter((one) => (q === text && !found.isPlaceholderData) || isKnown(one))
      .map((one) => ({
        key: one.id,
        name: titleOf(one),
        details: formatRelative(one.createdAt, now),
        icon,
        run: () => go(hrefOf(one.id)),
      }))
  return {
    sections: [
      { title: t`Plans`, entries: entriesOf(plans, <ListTodo size={16} />, paths.plan) },
      { title: t`Jobs`, entries: entriesOf(jobs, <ListChecks size={16} />, (id) => paths.job(id)) },
    ],
    isLoading: q !== text || plans.isFetching || jobs.isFetching,
  }
}

function useSettings(text: string): Section {
  const go = useGo()
  const matches = matcher(text)
  const title = t`Settings`
  const entries = Object.entries(settingsSections).map(([id, name]) => ({
    key: id,
    name: i18n._(name),
    details: '',
    icon: <Settings2 size={16} />,
    run: () => go(`${paths.settings()}#${id}`),
  }))
  return { title, entries: entries.filter(({ name }) => matches(name, title)) }
}
