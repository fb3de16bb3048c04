import { Trans } from '@lingui/react/macro'
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import type { ActionFormProps } from './action-form-props.ts'
import { IdentifiersField } from './fields/identifiers-field.tsx'
import { usePasted } from './fields/use-pasted.ts'
import classes from './form.module.css'
import { FormFooter } from './form-footer.tsx'
import { TargetLine } from './target-line.tsx'

const kinds = ['email', 'orgUserId'] as const

/** Removes users from the account: the selected ones, or those given by email or organization ID. */
export function RemoveUsersForm({ target, busy, error, onDirty, onCancel, onSubmit }: ActionFormProps): ReactNode {
  const { isUsable, ...list } = usePasted('email')
  const [wasSubmitted, setSubmitted] = useState(false)
  const isDirty = list.text.trim() !== ''
  useEffect(() => onDirty(isDirty), [isDirty, onDirty])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setSubmitted(true)
    if (target !== null) onSubmit({ subject: { by: 'target', target }, change: { kind: 'remove' } })
    else if (isUsable) {
      onSubmit({
        subject: { by: 'identifiers', identifiers: [...list.pasted.identifiers] },
        change: { kind: 'remove' },
      })
    }
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      {target === null ? (
        <IdentifiersField kinds={kinds} {...list} showEmpty={wasSubmitted} />
      ) : (
        <TargetLine target={target} />
      )}
      <p className={classes.now}>
        <Trans>
          Removed users lose all groups and roles of this account. They may stay in other accounts. Their conversations
          stay until an erasure. Users who own a bot cannot be removed.
        </Trans>
      </p>
      <FormFooter busy={busy} error={error} onCancel={onCancel} />
    </form>
  )
}
