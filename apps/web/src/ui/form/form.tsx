import type { FormEvent, ReactNode } from 'react'

interface FormProps {
  /** From `useZodForm`. */
  readonly form: { readonly submit: (event: FormEvent<HTMLFormElement>) => void }
  readonly className?: string | undefined
  readonly children: ReactNode
}

/** The first field of a form whose text is not a chosen option. */
export const unchosenField = (form: ParentNode): HTMLElement | null =>
  form.querySelector<HTMLElement>('[data-unchosen]')

/** A form that does not submit while the text of a chooser is not a chosen option; it focuses that field instead. */
export function Form({ form, className, children }: FormProps): ReactNode {
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const unchosen = unchosenField(event.currentTarget)
    if (unchosen === null) form.submit(event)
    else unchosen.focus()
  }
  return (
    <form className={className} onSubmit={submit} noValidate>
      {children}
    </form>
  )
}
