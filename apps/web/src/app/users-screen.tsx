import { lazy, type ReactNode, Suspense, useState } from 'react'
import { DirectoryNotice } from '../features/directory/directory-notice.tsx'
import { DirectoryState } from '../features/directory/directory-state.tsx'
import { UsersPage } from '../features/users/list/users-page.tsx'
import type { Action, Target } from '../lib/target.ts'

// The forms come when somebody acts, not with the list.
const loadDialog = () => import('../features/edit/action-dialog.tsx')
const prepare = (): void => void loadDialog()
const ActionDialog = lazy(async () => ({ default: (await loadDialog()).ActionDialog }))

interface Wanted {
  readonly action: Action
  readonly target: Target | null
}

/** Users with what can be done to them: the features do not know each other. */
export function UsersScreen(): ReactNode {
  const [wanted, setWanted] = useState<Wanted | null>(null)
  return (
    <>
      <UsersPage
        emptyDirectory={<DirectoryState />}
        notice={<DirectoryNotice />}
        onAct={(action, target) => setWanted({ action, target })}
        onPrepare={prepare}
        isActing={wanted !== null}
      />
      {wanted === null ? null : (
        <Suspense fallback={null}>
          <ActionDialog action={wanted.action} target={wanted.target} onClose={() => setWanted(null)} />
        </Suspense>
      )}
    </>
  )
}
