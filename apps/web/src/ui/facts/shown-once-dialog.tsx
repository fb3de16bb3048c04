import { Trans } from '@lingui/react/macro'
import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import layout from '../form/form-layout.module.css'
import { Copyable } from './copyable.tsx'
import classes from './shown-once-dialog.module.css'

interface ShownOnceDialogProps {
  readonly title: string
  /** A link or token that Muster does not store. */
  readonly value: string
  readonly copyLabel: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A secret that is shown only once. A click beside the dialog does not close it. */
export function ShownOnceDialog({ title, value, copyLabel, onClose, children }: ShownOnceDialogProps): ReactNode {
  return (
    <Modal opened onClose={onClose} title={title} centered size="lg" closeOnClickOutside={false}>
      <p>{children}</p>
      <Copyable value={value} label={copyLabel}>
        <code className={classes.value} data-untranslated>
          {value}
        </code>
      </Copyable>
      <div className={layout.buttons}>
        <Button data-autofocus onClick={onClose}>
          <Trans>Done</Trans>
        </Button>
      </div>
    </Modal>
  )
}
