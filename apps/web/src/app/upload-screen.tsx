import { lazy, type ReactNode, Suspense, useState } from 'react'
import { UploadPage } from '../features/uploads/upload-page.tsx'
import { withMessages } from '../lib/language/active-language.ts'
import type { Target } from '../lib/target.ts'

// The form loads when it opens, not with the file.
const ActionDialog = lazy(async () => ({
  default: (await withMessages(import('../features/edit/action-dialog.tsx'))).ActionDialog,
}))

/** A file and the form that edits the access of all its users. Features do not import each other, so `app` combines them. */
export function UploadScreen(): ReactNode {
  const [target, setTarget] = useState<Target | null>(null)
  return (
    <>
      <UploadPage onEditAll={setTarget} />
      {target === null ? null : (
        <Suspense fallback={null}>
          <ActionDialog action="edit" target={target} onClose={() => setTarget(null)} />
        </Suspense>
      )}
    </>
  )
}
