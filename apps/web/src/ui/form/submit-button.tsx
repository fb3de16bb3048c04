import { Button, type ButtonProps } from '@mantine/core'
import type { ReactNode, Ref } from 'react'

interface SubmitButtonProps extends Omit<ButtonProps, 'type' | 'disabled' | 'loading'> {
  readonly ref?: Ref<HTMLButtonElement>
  /** From `useZodForm`. */
  readonly form: { readonly isPending: boolean }
  /** Before the form is submitted. */
  readonly onClick?: () => void
  readonly children: ReactNode
}

/** Submits its form. Disabled only while the request runs, so an incomplete form can show what it needs. */
export function SubmitButton({ form, ...rest }: SubmitButtonProps): ReactNode {
  return <Button {...rest} type="submit" loading={form.isPending} />
}
