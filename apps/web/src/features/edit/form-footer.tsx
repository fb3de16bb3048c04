import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useSession } from '../../lib/session.ts'
import { EnvironmentTag } from '../../ui/facts/environment-tag.tsx'
import { SubmitButton } from '../../ui/form/submit-button.tsx'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import classes from './form.module.css'

interface FormFooterProps {
  /** From `useZodForm`. */
  readonly form: { readonly isPending: boolean; readonly error: unknown }
  /** What a form without any change lacks. */
  readonly missing?: string | undefined
  readonly onCancel: () => void
}

/** The end of every form: the account, a note that nothing is sent yet, and the buttons. */
export function FormFooter({ form, missing, onCancel }: FormFooterProps): ReactNode {
  const { environment, accountName } = useSession()
  return (
    <>
      {missing === undefined ? null : (
        <p role="alert" className={classes.error}>
          {missing}
        </p>
      )}
      <ErrorNote error={form.error} />
      <div className={classes.footer}>
        <span className={classes.where}>
          <EnvironmentTag environment={environment} /> <bdi>{accountName}</bdi>
          <br />
          <Trans>The next step shows the plan. Nothing is sent yet.</Trans>
        </span>
        <Button variant="default" onClick={onCancel}>
          <Trans>Cancel</Trans>
        </Button>
        <SubmitButton form={form}>
          <Trans>See what this will change</Trans>
        </SubmitButton>
      </div>
    </>
  )
}
