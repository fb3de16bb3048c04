import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { ShownOnceDialog } from '../../ui/facts/shown-once-dialog.tsx'

interface SecretDialogProps {
  readonly secret: string
  readonly onClose: () => void
}

/** A new token. */
export function SecretDialog({ secret, onClose }: SecretDialogProps): ReactNode {
  return (
    <ShownOnceDialog title={t`Your new token`} value={secret} copyLabel={t`Copy the token`} onClose={onClose}>
      <Trans>
        Copy the token now: Muster does not show it again. A script sends it as <code>Authorization: Bearer</code>.
      </Trans>
    </ShownOnceDialog>
  )
}
