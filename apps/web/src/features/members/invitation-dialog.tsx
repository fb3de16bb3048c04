import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { Invitation } from '@muster/contracts/members'
import type { ReactNode } from 'react'
import { ShownOnceDialog } from '../../ui/facts/shown-once-dialog.tsx'
import { Time } from '../../ui/facts/time.tsx'

interface InvitationDialogProps {
  readonly invitation: Invitation
  readonly onClose: () => void
}

/** The link of an invitation. */
export function InvitationDialog({ invitation, onClose }: InvitationDialogProps): ReactNode {
  const { member, link, expiresAt } = invitation
  return (
    <ShownOnceDialog
      title={t`Link for ${{ name: member.name }}`}
      value={link}
      copyLabel={t`Copy the link`}
      onClose={onClose}
    >
      <Trans>
        Send this link to <bdi>{member.email}</bdi>. It works once and expires <Time iso={expiresAt} />. Muster does not
        show it again.
      </Trans>
    </ShownOnceDialog>
  )
}
