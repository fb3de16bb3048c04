import { Modal, type ModalProps } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { Sentence } from '../facts/sentence.tsx'
import { DiscardDialog } from './discard-dialog.tsx'
import { unchosenField } from './form.tsx'

/** Blocks leaving the page while there are changes; `lib/leave-guard.ts` creates one from the router. */
interface LeaveGuard {
  readonly isBlocked: boolean
  readonly watch: (hasChanges: () => boolean) => void
  readonly stay: () => void
  readonly leave: () => void
}

interface FormModalProps extends Pick<ModalProps, 'size' | 'centered'> {
  readonly title: string
  /** Closing would lose choices or input. */
  readonly isDirty: boolean
  readonly guard: LeaveGuard
  readonly onClose: () => void
  /** Receives the function that closes the dialog, and asks first if there are changes. */
  readonly children: (close: () => void) => ReactNode
}

/** A dialog with a form. Escape, the close button, Cancel and leaving the page ask before they discard changes. */
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
      {isAsking ? <DiscardDialog onKeep={keep} onDiscard={discard} /> : null}
    </>
  )
}
