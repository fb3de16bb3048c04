import { t } from '@lingui/core/macro'
import { isAssignable } from '@muster/core/account/access'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { type AccessKind, accessKindSchema } from '../features/access/access-kind.ts'
import { HoldersPage } from '../features/access/holders-page.tsx'
import type { StartPair } from '../features/edit/fields/role-pairs.tsx'
import type { EditValues } from '../features/edit/form-values.ts'
import { type AccessLists, type AccessNames, useAccessLists, useAccessNames } from '../lib/access.ts'
import { withMessages } from '../lib/language/active-language.ts'
import type { HoldersSearch } from '../lib/page-search.ts'
import { NotFound } from './not-found.tsx'

// The form loads when it opens, not with the list.
const ActionDialog = lazy(async () => ({
  default: (await withMessages(import('../features/edit/action-dialog.tsx'))).ActionDialog,
}))

const route = getRouteApi('/app/access/$kind/$id')

interface Preset {
  readonly preset?: Partial<EditValues>
  readonly start?: StartPair
  /** Null: nothing can be added. */
  readonly title: string | null
}

/** What the form starts with: the group, the role on the bot, or the half of them that the page knows. */
function presetOf(
  kind: AccessKind,
  id: string,
  search: HoldersSearch,
  { roles }: AccessLists,
  names: AccessNames,
): Preset {
  if (kind === 'groups') return { preset: { addGroups: [id] }, title: t`Add users to ${{ group: names.group(id) }}` }
  const [roleId, ofBot] = kind === 'roles' ? [id, search.bot ?? null] : [search.role ?? null, id]
  const role = roles.find((entry) => entry.id === roleId)
  // An admin role is one of the whole account.
  const botId = role?.kind === 'admin' ? null : ofBot
  if (roleId !== null && (role === undefined || !isAssignable(role))) return { title: null }
  const title =
    roleId === null
      ? t`Assign a role on ${{ bot: names.bot(id) }}`
      : t`Assign ${{ role: botId === null ? names.role(roleId) : names.roleOnBot({ roleId, botId }) }}`
  if (roleId !== null && (botId !== null || role?.kind === 'admin'))
    return { preset: { addRoles: [{ roleId, botId }] }, title }
  return { preset: { halfChosen: ['addRoles'] }, start: { roleId, botId }, title }
}

/** A group, role or bot, and the form that gives it to more users. Features do not import each other, so they meet here. */
export function HoldersScreen(): ReactNode {
  const { kind: typed, id } = route.useParams()
  const search = route.useSearch()
  const [isOpen, setIsOpen] = useState(false)
  const lists = useAccessLists()
  const names = useAccessNames()
  const kind = accessKindSchema.safeParse(typed).data
  if (kind === undefined) return <NotFound />
  const { preset, start, title } = presetOf(kind, id, search, lists, names)
  return (
    <>
      <HoldersPage kind={kind} id={id} search={search} onAdd={title === null ? undefined : () => setIsOpen(true)} />
      {isOpen && title !== null ? (
        <Suspense fallback={null}>
          <ActionDialog
            action="edit"
            target={null}
            title={title}
            preset={preset}
            start={start}
            onClose={() => setIsOpen(false)}
          />
        </Suspense>
      ) : null}
    </>
  )
}
