import { Button, Modal, type ModalProps } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { type ReactNode, useRef, useState } from 'react'
import { unchosenField } from './chooser-form.tsx'
import classes from './form-modal.module.css'

interface FormModalProps extends Pick<ModalProps, 'title' | 'size' | 'centered'> {
  /** Something was chosen or typed that closing would lose. */
  readonly isDirty: boolean
  readonly onClose: () => void
  /** Gets the function that closes the dialog, after a question when there are changes. */
  readonly children: (close: () => void) => ReactNode
}

/** A dialog with a form. Escape, the close button, Cancel and leaving the page ask before changes are lost. */
export function FormModal({ isDirty, onClose, children, ...rest }: FormModalProps): ReactNode {
  const content = useRef<HTMLDivElement>(null)
  const [isClosing, setClosing] = useState(false)
  const hasChanges = (): boolean => isDirty || (content.current !== null && unchosenField(content.current) !== null)
  const blocker = useBlocker({ shouldBlockFn: hasChanges, enableBeforeUnload: hasChanges, withResolver: true })
  const isAsking = isClosing || blocker.status === 'blocked'
  const close = (): void => (hasChanges() ? setClosing(true) : onClose())
  const keep = (): void => {
    setClosing(false)
    blocker.reset?.()
  }
  const discard = (): void => {
    setClosing(false)
    blocker.proceed?.()
    onClose()
  }
  return (
    <>
      <Modal {...rest} opened onClose={close} closeOnEscape={!isAsking} closeOnClickOutside={!isAsking}>
        <div ref={content}>{children(close)}</div>
      </Modal>
      {/* Mounted only while it asks: else the Escape that opens it would reach it as well. */}
      {isAsking ? (
        <Modal opened onClose={keep} title="Discard changes?" size="sm" centered>
          <p>What you chose or typed here is lost. Nothing has been sent.</p>
          <div className={classes.buttons}>
            <Button variant="default" data-autofocus onClick={keep}>
              Keep editing
            </Button>
            <Button color="red" onClick={discard}>
              Discard changes
            </Button>
          </div>
        </Modal>
      ) : null}
    </>
  )
}
