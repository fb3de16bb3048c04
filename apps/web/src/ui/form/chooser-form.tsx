import type { FormEvent, ReactNode } from 'react'

interface ChooserFormProps {
  readonly className?: string | undefined
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void
  readonly children: ReactNode
}

/** The field of a form that holds text which is not chosen, if any. */
export const unchosenField = (form: ParentNode): HTMLElement | null =>
  form.querySelector<HTMLElement>('[data-unchosen]')

/** A form that is not submitted while a chooser in it holds text that is not chosen: that field gets the focus. */
export function ChooserForm({ className, onSubmit, children }: ChooserFormProps): ReactNode {
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const unchosen = unchosenField(event.currentTarget)
    if (unchosen === null) onSubmit(event)
    else unchosen.focus()
  }
  return (
    <form className={className} onSubmit={submit} noValidate>
      {children}
    </form>
  )
}
