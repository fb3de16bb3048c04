import { Trans } from '@lingui/react/macro'
import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { Sentence } from '../facts/sentence.tsx'
import { ErrorNote } from '../page/error-note.tsx'
import layout from './form-layout.module.css'

interface ConfirmDialogProps {
  /** The whole question: "Remove this member?" */
  readonly title: string
  /** Label of the button that confirms. */
  readonly action: ReactNode
  /** In place of "Cancel". */
  readonly closeLabel?: ReactNode
  readonly isDestructive?: boolean
  readonly size?: 'sm' | 'md'
  /** The confirmed request, if there is one. */
  readonly request?: { readonly isPending: boolean; readonly error: unknown }
  readonly onConfirm: () => void
  readonly onClose: () => void
  /** What the act does, and what it cannot undo. */
  readonly children: ReactNode
}

const idle = { isPending: false, error: null }

/** Confirms an act on one thing, and shows what it does. The focus is on the button that does nothing. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const { title, action, closeLabel, isDestructive = true, size = 'md', request = idle } = props
  return (
    <Modal opened onClose={props.onClose} title={<Sentence text={title} />} size={size} centered>
      {props.children}
      <ErrorNote error={request.error} />
      <div className={layout.buttons}>
        <Button variant="default" data-autofocus onClick={props.onClose}>
          {closeLabel ?? <Trans>Cancel</Trans>}
        </Button>
        <Button {...(isDestructive ? { color: 'red' } : {})} loading={request.isPending} onClick={props.onConfirm}>
          {action}
        </Button>
      </div>
    </Modal>
  )
}
