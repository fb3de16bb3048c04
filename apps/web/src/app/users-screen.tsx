import { t } from '@lingui/core/macro'
import type { UserEntry } from '@muster/contracts/users'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { DirectoryNotice } from '../features/directory/directory-notice.tsx'
import { UsersPage } from '../features/users/list/users-page.tsx'
import { withMessages } from '../lib/language/active-language.ts'
import { useSession } from '../lib/session.ts'
import type { Action, Target } from '../lib/target.ts'
import { LoadingRows } from '../ui/page/loading-rows.tsx'

// Only for members with a limit.
const LimitNote = lazy(async () => ({
  default: (await withMessages(import('../query/limit-note.tsx'))).LimitNote,
}))
// Only before the first sync.
const DirectoryState = lazy(async () => ({
  default: (await import('../features/directory/directory-state.tsx')).DirectoryState,
}))

// The forms load with the first action, not with the list.
const loadDialog = () => withMessages(import('../features/edit/action-dialog.tsx'))
const prepare = (): void => void loadDialog()
const PanelAccess = lazy(async () => ({
  default: (await withMessages(import('./panel/panel-access.tsx'))).PanelAccess,
}))
const ActionDialog = lazy(async () => ({ default: (await loadDialog()).ActionDialog }))
const CopyAccessDialog = lazy(async () => ({
  default: (await withMessages(import('../features/edit/copy-access-dialog.tsx'))).CopyAccessDialog,
}))
const CompareDialog = lazy(async () => ({
  default: (await withMessages(import('../features/users/compare/compare-dialog.tsx'))).CompareDialog,
}))

type OpenForm =
  | { readonly kind: 'action'; readonly action: Action; readonly target: Target | null }
  | { readonly kind: 'copy'; readonly from: UserEntry; readonly to: UserEntry | null }
  | { readonly kind: 'compare'; readonly users: readonly [UserEntry, UserEntry] }

/** The users and the forms to change them. Features do not import each other, so they meet here. */
export function UsersScreen(): ReactNode {
  const [form, setForm] = useState<OpenForm | null>(null)
  const isLimited = (useSession().member?.scope ?? null) !== null
  return (
    <>
      <UsersPage
        emptyDirectory={
          <Suspense fallback={null}>
            <DirectoryState />
          </Suspense>
        }
        notice={
          <>
            <DirectoryNotice />
            {isLimited ? (
              <Suspense fallback={null}>
                <LimitNote />
              </Suspense>
            ) : null}
          </>
        }
        onAct={(action, target) => setForm({ kind: 'action', action, target })}
        onPrepare={prepare}
        renderAccess={(user) => (
          <Suspense fallback={<LoadingRows label={t`Loading access`} rows={3} />}>
            <PanelAccess key={user.id} user={user} />
          </Suspense>
        )}
        onCompare={(users) => setForm({ kind: 'compare', users })}
        onCopy={(from) => setForm({ kind: 'copy', from, to: null })}
        isActing={form !== null}
      />
      {form === null ? null : (
        <Suspense fallback={null}>
          <Dialog form={form} onOpen={setForm} />
        </Suspense>
      )}
    </>
  )
}

interface DialogProps {
  readonly form: OpenForm
  /** Opens another form, or none. */
  readonly onOpen: (form: OpenForm | null) => void
}

function Dialog({ form, onOpen }: DialogProps): ReactNode {
  const close = (): void => onOpen(null)
  switch (form.kind) {
    case 'action':
      return <ActionDialog action={form.action} target={form.target} onClose={close} />
    case 'copy':
      return <CopyAccessDialog from={form.from} to={form.to} onClose={close} />
    case 'compare':
      return (
        <CompareDialog users={form.users} onCopy={(from, to) => onOpen({ kind: 'copy', from, to })} onClose={close} />
      )
  }
}
