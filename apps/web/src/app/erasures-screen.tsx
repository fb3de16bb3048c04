import { Button } from '@mantine/core'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { ErasuresPage } from '../features/erasures/erasures-page.tsx'
import { useMay } from '../lib/session.ts'

// The form comes when somebody wants it, not with the list.
const ActionDialog = lazy(async () => ({
  default: (await import('../features/edit/action-dialog.tsx')).ActionDialog,
}))

/** Erasures with the way to queue one: the features do not know each other. */
export function ErasuresScreen(): ReactNode {
  const mayPlan = useMay('plans:write')
  const mayErase = useMay('users:erase')
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <ErasuresPage
        actions={mayPlan && mayErase ? <Button onClick={() => setIsOpen(true)}>Queue erasure…</Button> : null}
      />
      {isOpen ? (
        <Suspense fallback={null}>
          <ActionDialog action="erase" target={null} onClose={() => setIsOpen(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
