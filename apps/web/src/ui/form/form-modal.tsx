import { Button, Modal, type ModalProps } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { Sentence } from '../facts/sentence.tsx'
import { unchosenField } from './chooser-form.tsx'
import classes from './form-modal.module.css'

/** Holds back leaving the page while there are changes; `lib/leave-guard.ts` makes one of the router. */
interface LeaveGuard {
  readonly isBlocked: boolean
  readonly watch: (hasChanges: () => boolean) => void
  readonly stay: () => void
  readonly leave: () => void
}

interface FormModalProps extends Pick<ModalProps, 'size' | 'centered'> {
  readonly title: string
  /** Something was chosen or typed that closing would lose. */
  readonly isDirty: boolean
  readonly guard: LeaveGuard
  readonly onClose: () => void
  /** Gets the function that closes the dialog, after a question when there are changes. */
  readonly children: (close: () => void) => ReactNode
}

/** A dialog with a form. Escape, the close button, Cancel and leaving the page ask before changes are lost. */
export function FormModal({ isDirty, guard, title, onClose, children, ...rest }: FormModalProps): ReactNode {
  const [content, setContent] = useState<HTMLDivElement | null>(null)
  const [isClosing, setClosing] = useState(false)
  const hasChanges = (): boolean => isDirty || (content !== null && unchosenField(content) !== null)
  useEffect(() => guard.watch(hasChanges))
  const isAsking = isClosing || guard.isBlocked
  const close = (): void => {
    if (hasChanges()) setClosing(true)
    else onClose()
  }
  const keep = (): void => {
    setClosing(false)
    guard.stay()
  }
  const discard = (): void => {
    setClosing(false)
    guard.leave()
    onClose()
  }
  return (
    <>
      <Modal
        {...rest}
        title={<Sentence text={title} />}
        opened
        onClose={close}
        closeOnEscape={!isAsking}
        closeOnClickOutside={!isAsking}
      >
        <div ref={setContent}>{children(close)}</div>
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
