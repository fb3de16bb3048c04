import { ActionIcon, type ActionIconProps, Button, type ButtonProps } from '@mantine/core'
import type { Permission } from '@muster/core/permission'
import { type ComponentPropsWithRef, lazy, type ReactElement, type ReactNode, Suspense } from 'react'
import { withMessages } from '../lib/language/active-language.ts'
import { useMay } from '../lib/session.ts'

// Only for members who lack a permission.
const Refusal = lazy(async () => ({ default: (await withMessages(import('./refusal.tsx'))).Refusal }))

/** In the order of the keyboard, because its description has the reason. */
const refused = { 'aria-disabled': true, 'data-disabled': true, onClick: undefined, loading: false } as const

interface Permitted {
  /** The permission that the control needs; null for none. */
  readonly permission: Permission | null
}

interface ControlProps extends Permitted {
  readonly render: (props: Partial<typeof refused> & { readonly 'aria-describedby'?: string }) => ReactElement
}

function Control({ permission, render }: ControlProps): ReactNode {
  const may = useMay(permission)
  if (permission === null || may) return render({})
  return (
    <Suspense fallback={render(refused)}>
      <Refusal permission={permission}>{(id) => render({ ...refused, 'aria-describedby': id })}</Refusal>
    </Suspense>
  )
}

type PermittedButtonProps = Permitted & ButtonProps & Omit<ComponentPropsWithRef<'button'>, keyof ButtonProps>

/**
 * A button that needs a permission. For a member who lacks it, the button stays in the order of the keyboard, does
 * nothing, and shows which permission it needs and who can grant it.
 */
export function PermittedButton({ permission, ...props }: PermittedButtonProps): ReactNode {
  return <Control permission={permission} render={(refusal) => <Button {...props} {...refusal} />} />
}

type PermittedIconProps = Permitted & ActionIconProps & Omit<ComponentPropsWithRef<'button'>, keyof ActionIconProps>

/** A `PermittedButton` that is an icon. */
export function PermittedIcon({ permission, ...props }: PermittedIconProps): ReactNode {
  return <Control permission={permission} render={(refusal) => <ActionIcon {...props} {...refusal} />} />
}
