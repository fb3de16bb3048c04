import type { FormEvent, ReactNode } from 'react'

interface ChooserFormProps {
  readonly className?: string | undefined
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void
  readonly children: ReactNode
}

/** The first field of a form whose text is not a chosen option. */
export const unchosenField = (form: ParentNode): HTMLElement | null =>
  form.querySelector<HTMLElement>('[data-unchosen]')

/** A form that does not submit while the text of a chooser is not a chosen option; it focuses that field instead. */
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
