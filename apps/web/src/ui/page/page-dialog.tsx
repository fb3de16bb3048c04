import { type ReactNode, useEffect, useId, useRef } from 'react'
import classes from './page-dialog.module.css'

interface PageDialogProps {
  readonly title: ReactNode
  /** What the member must know first. */
  readonly reason: ReactNode
  /** True: nothing of the page is readable below. */
  readonly isOpaque?: boolean
  /** Escape was pressed. Without it, Escape does nothing. */
  readonly onCancel?: () => void
  readonly children: ReactNode
}

/** A modal of the browser: the page below, with its dialogs, receives no keys and no pointer events. */
export function PageDialog({ title, reason, isOpaque = false, onCancel, children }: PageDialogProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const { current } = dialog
    current?.showModal()
    return () => current?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      className={classes.dialog}
      data-opaque={isOpaque}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onCancel?.()
      }}
    >
      <h2 id={id} className={classes.title}>
        {title}
      </h2>
      <p className={classes.reason}>{reason}</p>
      {children}
    </dialog>
  )
}
