import { Trans } from '@lingui/react/macro'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { ErasuresPage } from '../features/erasures/erasures-page.tsx'
import { withMessages } from '../lib/language/active-language.ts'
import { PermittedButton } from '../query/permitted-button.tsx'

// The form loads when it opens, not with the list.
const ActionDialog = lazy(async () => ({
  default: (await withMessages(import('../features/edit/action-dialog.tsx'))).ActionDialog,
}))

/** The list of erasures and the form to queue one. Features do not import each other, so `app` combines them. */
export function ErasuresScreen(): ReactNode {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <ErasuresPage
        actions={
          <PermittedButton permission="plans:write" onClick={() => setIsOpen(true)}>
            <Trans>Queue erasure…</Trans>
          </PermittedButton>
        }
      />
      {isOpen ? (
        <Suspense fallback={null}>
          <ActionDialog action="erase" target={null} onClose={() => setIsOpen(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
