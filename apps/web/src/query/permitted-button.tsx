import { t } from '@lingui/core/macro'
import { Button, type ButtonProps, Tooltip, VisuallyHidden } from '@mantine/core'
import type { Permission } from '@muster/core/permission'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import { formatList } from '../lib/format.ts'
import { permissionName } from '../lib/permission-text.ts'
import { grantorsQuery, useSession } from '../lib/session.ts'

interface PermittedButtonProps extends ButtonProps {
  /** The permission that the button needs; null for none. */
  readonly permission: Permission | null
  readonly onClick?: () => void
}

/**
 * A button that needs a permission. For a member who lacks it, the button stays in the order of the keyboard, does
 * nothing, and tells which permission it needs and who can grant it.
 */
export function PermittedButton({ permission, ...props }: PermittedButtonProps): ReactNode {
  const { member } = useSession()
  const isAllowed = permission === null || member?.permissions.includes(permission) === true
  return isAllowed ? <Button {...props} /> : <RefusedButton permission={permission} {...props} />
}

interface RefusedButtonProps extends PermittedButtonProps {
  readonly permission: Permission
}

function RefusedButton({ permission, onClick: _onClick, loading: _loading, ...props }: RefusedButtonProps): ReactNode {
  const id = useId()
  const words = useLacksWords(permission)
  return (
    <>
      <Tooltip label={words} multiline w={280} events={{ hover: true, focus: true, touch: true }}>
        <Button {...props} aria-disabled="true" data-disabled aria-describedby={id} />
      </Tooltip>
      <VisuallyHidden id={id}>{words}</VisuallyHidden>
    </>
  )
}

/** Which permission the member lacks, and who can grant it. */
function useLacksWords(permission: Permission): string {
  const { data } = useQuery(grantorsQuery)
  const name = permissionName(permission)
  const grantors = formatList((data?.items ?? []).map((member) => member.name || member.email))
  return grantors === ''
    ? t`You lack the permission “${{ permission: name }}”.`
    : t`You lack the permission “${{ permission: name }}”. Can grant it: ${{ grantors }}.`
}
