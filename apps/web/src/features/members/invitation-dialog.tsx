import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Modal } from '@mantine/core'
import type { Invitation } from '@muster/contracts/members'
import type { ReactNode } from 'react'
import { Copyable } from '../../ui/facts/copyable.tsx'
import { Time } from '../../ui/facts/time.tsx'
import classes from './members.module.css'

interface InvitationDialogProps {
  readonly invitation: Invitation
  readonly onClose: () => void
}

/** The link of an invitation, which is shown only once. */
export function InvitationDialog({ invitation, onClose }: InvitationDialogProps): ReactNode {
  const { member, link, expiresAt } = invitation
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`Link for ${{ name: member.name }}`}
      centered
      size="lg"
      closeOnClickOutside={false}
    >
      <p>
        <Trans>
          Send this link to <bdi>{member.email}</bdi>. It works once and expires <Time iso={expiresAt} />. Muster does
          not show it again.
        </Trans>
      </p>
      <Copyable value={link} label={t`Copy the link`}>
        <code className={classes.link} data-untranslated>
          {link}
        </code>
      </Copyable>
      <div className={classes.buttons}>
        <Button data-autofocus onClick={onClose}>
          <Trans>Done</Trans>
        </Button>
      </div>
    </Modal>
  )
}
