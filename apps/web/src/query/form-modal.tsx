import { Modal, type ModalProps } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Sentence } from '../ui/facts/sentence.tsx'
import { unchosenField } from '../ui/form/form.tsx'
import { useDiscardGuard } from './discard-guard.tsx'

interface FormModalProps extends Pick<ModalProps, 'size' | 'centered' | 'closeOnClickOutside'> {
  readonly title: string
  /** Closing would lose choices or input. */
  readonly isDirty: boolean
  readonly onClose: () => void
  /** Receives the function that closes the dialog, and asks first if there are changes. */
  readonly children: (close: () => void) => ReactNode
}

/** A dialog with a form. Escape, the close button, Cancel and leaving the page ask before they discard changes. */
export function FormModal(props: FormModalProps): ReactNode {
  const { isDirty, title, onClose, closeOnClickOutside = true, children, ...rest } = props
  const [content, setContent] = useState<HTMLDivElement | null>(null)
  const { close, isConfirming, question } = useDiscardGuard({
    hasChanges: () => isDirty || (content !== null && unchosenField(content) !== null),
    onClose,
  })
  return (
    <>
      <Modal
        {...rest}
        title={<Sentence text={title} />}
        opened
        onClose={close}
        closeOnEscape={!isConfirming}
        closeOnClickOutside={closeOnClickOutside && !isConfirming}
      >
        <div ref={setContent}>{children(close)}</div>
      </Modal>
      {question}
    </>
  )
}
