import { getRouteApi } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { accessKindSchema } from '../features/access/access-kind.ts'
import { HoldersPage } from '../features/access/holders-page.tsx'
import { withMessages } from '../lib/language/active-language.ts'
import { NotFound } from './not-found.tsx'

// The form loads when it opens, not with the list.
const ActionDialog = lazy(async () => ({
  default: (await withMessages(import('../features/edit/action-dialog.tsx'))).ActionDialog,
}))

const route = getRouteApi('/app/access/$kind/$id')

/** A group, role or bot, and the form that gives it to more users. Features do not import each other, so they meet here. */
export function HoldersScreen(): ReactNode {
  const { kind: typed, id } = route.useParams()
  const search = route.useSearch()
  const [isOpen, setIsOpen] = useState(false)
  const kind = accessKindSchema.safeParse(typed).data
  if (kind === undefined) return <NotFound />
  // A role is assigned on a bot, which its page does not choose.
  const onAdd = kind === 'groups' ? () => setIsOpen(true) : undefined
  return (
    <>
      <HoldersPage kind={kind} id={id} search={search} onAdd={onAdd} />
      {isOpen ? (
        <Suspense fallback={null}>
          <ActionDialog action="edit" target={null} preset={{ addGroups: [id] }} onClose={() => setIsOpen(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
