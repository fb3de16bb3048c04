import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import type { ActionFormProps } from './action-form-props.ts'
import { IdentifiersField } from './fields/identifiers-field.tsx'
import { usePasted } from './fields/use-pasted.ts'
import classes from './form.module.css'
import { FormFooter } from './form-footer.tsx'
import { TargetLine } from './target-line.tsx'

const kinds = ['email', 'orgUserId'] as const

/** Removes people from the account: the chosen ones, or those named by e-mail or organisation id. */
export function RemoveUsersForm({ target, busy, error, onDirty, onCancel, onSubmit }: ActionFormProps): ReactNode {
  const { isUsable, ...list } = usePasted('email')
  const [wasSent, setSent] = useState(false)
  const isDirty = list.text.trim() !== ''
  useEffect(() => onDirty(isDirty), [isDirty, onDirty])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setSent(true)
    if (target !== null) onSubmit({ whom: { by: 'target', target }, change: { kind: 'remove' } })
    else if (isUsable) {
      onSubmit({ whom: { by: 'identifiers', identifiers: [...list.pasted.identifiers] }, change: { kind: 'remove' } })
    }
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      {target === null ? (
        <IdentifiersField kinds={kinds} {...list} showEmpty={wasSent} />
      ) : (
        <TargetLine target={target} />
      )}
      <p className={classes.now}>
        Removed people lose every group and role of this account. They may stay in other accounts, and their
        conversations stay: those are erased by an erasure. People who own a bot cannot be removed.
      </p>
      <FormFooter busy={busy} error={error} onCancel={onCancel} />
    </form>
  )
}
