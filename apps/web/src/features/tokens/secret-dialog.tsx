import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { Copyable } from '../../ui/facts/copyable.tsx'
import classes from './tokens.module.css'

interface SecretDialogProps {
  readonly secret: string
  readonly onClose: () => void
}

/** A new token, which is shown only once. */
export function SecretDialog({ secret, onClose }: SecretDialogProps): ReactNode {
  return (
    <Modal opened onClose={onClose} title={t`Your new token`} centered size="lg" closeOnClickOutside={false}>
      <p>
        <Trans>
          Copy the token now: Muster does not show it again. A script sends it as <code>Authorization: Bearer</code>.
        </Trans>
      </p>
      <Copyable value={secret} label={t`Copy the token`}>
        <code className={classes.secret} data-untranslated>
          {secret}
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
