import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { ErrorNote } from '../page/error-note.tsx'
import layout from './form-layout.module.css'
import { SubmitButton } from './submit-button.tsx'

interface FormEndProps {
  /** From `useZodForm`. */
  readonly form: { readonly isPending: boolean; readonly error: unknown }
  readonly onClose: () => void
  /** In place of "Cancel". */
  readonly closeLabel?: ReactNode
  /** Red if the act is destructive. */
  readonly color?: 'red'
  /** The label of the submit button. */
  readonly children: ReactNode
}

/** The end of a form in a dialog: why the request failed, and the buttons. */
export function FormEnd({ form, onClose, closeLabel, color, children }: FormEndProps): ReactNode {
  return (
    <>
      <ErrorNote error={form.error} />
      <div className={layout.buttons}>
        <Button variant="default" onClick={onClose}>
          {closeLabel ?? <Trans>Cancel</Trans>}
        </Button>
        <SubmitButton form={form} {...(color === undefined ? {} : { color })}>
          {children}
        </SubmitButton>
      </div>
    </>
  )
}
