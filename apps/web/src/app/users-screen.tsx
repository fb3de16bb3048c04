import { lazy, type ReactNode, Suspense, useState } from 'react'
import { DirectoryNotice } from '../features/directory/directory-notice.tsx'
import { UsersPage } from '../features/users/list/users-page.tsx'
import { withMessages } from '../lib/language/active-language.ts'
import type { Action, Target } from '../lib/target.ts'

// Only before the first sync.
const DirectoryState = lazy(async () => ({
  default: (await import('../features/directory/directory-state.tsx')).DirectoryState,
}))

// The forms load with the first action, not with the list.
const loadDialog = () => withMessages(import('../features/edit/action-dialog.tsx'))
const prepare = (): void => void loadDialog()
const AccessPanel = lazy(async () => ({
  default: (await withMessages(import('../features/edit/access-panel.tsx'))).AccessPanel,
}))
const ActionDialog = lazy(async () => ({ default: (await loadDialog()).ActionDialog }))

interface OpenForm {
  readonly action: Action
  readonly target: Target | null
}

/** The users and the forms to change them. Features do not import each other, so they meet here. */
export function UsersScreen(): ReactNode {
  const [form, setForm] = useState<OpenForm | null>(null)
  return (
    <>
      <UsersPage
        emptyDirectory={
          <Suspense fallback={null}>
            <DirectoryState />
          </Suspense>
        }
        notice={<DirectoryNotice />}
        onAct={(action, target) => setForm({ action, target })}
        onPrepare={prepare}
        renderAccess={(user) => (
          <Suspense fallback={null}>
            <AccessPanel key={user.id} user={user} />
          </Suspense>
        )}
        isActing={form !== null}
      />
      {form === null ? null : (
        <Suspense fallback={null}>
          <ActionDialog action={form.action} target={form.target} onClose={() => setForm(null)} />
        </Suspense>
      )}
    </>
  )
}
