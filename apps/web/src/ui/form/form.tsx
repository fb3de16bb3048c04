import type { FormEvent, KeyboardEvent, ReactNode } from 'react'

interface FormProps {
  /** From `useZodForm`. */
  readonly form: { readonly submit: (event: FormEvent<HTMLFormElement>) => void }
  readonly className?: string | undefined
  readonly children: ReactNode
}

/** The first field of a form whose text is not a chosen option. */
export const unchosenField = (form: ParentNode): HTMLElement | null =>
  form.querySelector<HTMLElement>('[data-unchosen]')

/** Ctrl+Enter or ⌘Enter in a field is a click on the submit button; with several, on the one that names the key. */
function submitByKey(event: KeyboardEvent<HTMLFormElement>): void {
  const { key, ctrlKey, metaKey, currentTarget: form, target, nativeEvent } = event
  if (key !== 'Enter' || !(ctrlKey || metaKey) || nativeEvent.isComposing) return
  // An open chooser takes the key for its option. A dialog above the form is no part of it, though React reports its keys.
  if (event.defaultPrevented || !(target instanceof Node && form.contains(target))) return
  event.preventDefault()
  // Not also the key of the page.
  event.stopPropagation()
  const [first, ...others] = form.querySelectorAll<HTMLButtonElement>('[type="submit"]')
  // A held key must not also confirm what the submit opens.
  if (!event.repeat) (others.find((one) => one.hasAttribute('aria-keyshortcuts')) ?? first)?.click()
}

/** A form that does not submit while the text of a chooser is not a chosen option; it focuses that field instead. */
export function Form({ form, className, children }: FormProps): ReactNode {
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const unchosen = unchosenField(event.currentTarget)
    if (unchosen === null) form.submit(event)
    else unchosen.focus()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the key of its submit button, from each field
    <form className={className} onSubmit={submit} onKeyDown={submitByKey} noValidate>
      {children}
    </form>
  )
}
