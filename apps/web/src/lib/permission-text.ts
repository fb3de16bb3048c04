import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import type { Permission } from '@muster/core/permission'
import { message } from '@muster/wording/message'
import { messageText } from '@muster/wording/message-text'

/** The name of a permission in the language of the page. */
export const permissionName = (permission: Permission): string => messageText(i18n, message(`permission.${permission}`))

/** Which permissions bring another one with them when they are chosen. */
export function neededText(): string {
  const [plans, uploads, users] = [
    permissionName('plans:write'),
    permissionName('uploads:write'),
    permissionName('users:read'),
  ]
  return t`“${{ plans }}” and “${{ uploads }}” also need “${{ users }}”, which is added.`
}
