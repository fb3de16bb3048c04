import { t } from '@lingui/core/macro'
import { Tooltip, VisuallyHidden } from '@mantine/core'
import type { Permission } from '@muster/core/permission'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, type ReactNode, useId } from 'react'
import { formatList } from '../lib/format.ts'
import { permissionName } from '../lib/permission-text.ts'
import { grantorsQuery } from '../lib/session.ts'

interface RefusalProps {
  readonly permission: Permission
  /** Renders the control, described by the element with this ID. */
  readonly children: (describedBy: string) => ReactElement
}

/** A control that the member may not use, with the reason as its tooltip and its description. */
export function Refusal({ permission, children }: RefusalProps): ReactNode {
  const id = useId()
  const words = useLacksWords(permission)
  return (
    <>
      <Tooltip label={words} multiline w={280} events={{ hover: true, focus: true, touch: true }}>
        {children(id)}
      </Tooltip>
      <VisuallyHidden id={id}>{words}</VisuallyHidden>
    </>
  )
}

/** Which permission the member lacks, and who can grant it: a note beside a disabled form. */
export function LacksNote({ permission }: { readonly permission: Permission }): ReactNode {
  return useLacksWords(permission)
}

function useLacksWords(permission: Permission): string {
  const { data } = useQuery(grantorsQuery)
  const name = permissionName(permission)
  const grantors = formatList((data?.items ?? []).map((member) => member.name || member.email))
  return grantors === ''
    ? t`You lack the permission “${{ permission: name }}”.`
    : t`You lack the permission “${{ permission: name }}”. Can grant it: ${{ grantors }}.`
}
