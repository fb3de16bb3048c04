import { Trans } from '@lingui/react/macro'
import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import classes from '../report/job-report.module.css'

interface SendAgainDialogProps {
  readonly title: string
  /** Label of the button. */
  readonly action: ReactNode
  readonly opened: boolean
  readonly request: { readonly isPending: boolean; readonly error: unknown }
  readonly onClose: () => void
  readonly onSend: () => void
  /** What sending again may do. */
  readonly children: ReactNode
}

/** Asks before an erasure with a lost response is sent again. */
export function SendAgainDialog(props: SendAgainDialogProps): ReactNode {
  const { title, action, opened, request, onClose, onSend, children } = props
  return (
    <Modal opened={opened} onClose={onClose} title={title} centered size="md">
      <p>{children}</p>
      <ErrorNote error={request.error} />
      <div className={classes.buttons}>
        <Button variant="default" data-autofocus onClick={onClose}>
          <Trans>Not now</Trans>
        </Button>
        <Button color="red" loading={request.isPending} onClick={onSend}>
          {action}
        </Button>
      </div>
    </Modal>
  )
}
