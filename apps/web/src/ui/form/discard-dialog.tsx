import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './form-layout.module.css'

interface DiscardDialogProps {
  readonly onKeep: () => void
  readonly onDiscard: () => void
}

/** Asks before changes are lost. Mounted only while it asks, because the Escape that opens it would also close it. */
export function DiscardDialog({ onKeep, onDiscard }: DiscardDialogProps): ReactNode {
  return (
    <Modal opened onClose={onKeep} title={t`Discard changes?`} size="sm" centered>
      <p>
        <Trans>Your choices and input in this form are lost. Nothing has been sent.</Trans>
      </p>
      <div className={classes.buttons}>
        <Button variant="default" data-autofocus onClick={onKeep}>
          <Trans>Keep editing</Trans>
        </Button>
        <Button color="red" onClick={onDiscard}>
          <Trans>Discard changes</Trans>
        </Button>
      </div>
    </Modal>
  )
}
