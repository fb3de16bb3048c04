import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { neededPermissions, type Permission } from '@muster/core/permission'
import { message } from '@muster/wording/message'
import { messageText } from '@muster/wording/message-text'
import { formatList } from './format.ts'

/** The name of a permission in the language of the page. */
export const permissionName = (permission: Permission): string => messageText(i18n, message(`permission.${permission}`))

/** Which permissions bring another one with them when they are chosen. */
export function neededText(): string {
  const quotedName = (permission: Permission) => t`“${{ name: permissionName(permission) }}”`
  return Array.from(neededPermissions, ([needed, dependents]) => {
    const permissions = formatList(dependents.map(quotedName))
    return t`${{ permission: quotedName(needed) }} is needed for ${{ permissions }}, and is added.`
  }).join(' ')
}
