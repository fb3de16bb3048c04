import { i18n } from '@lingui/core'
import type { Permission } from '@muster/core/permission'
import { message } from '@muster/wording/message'
import { messageText } from '@muster/wording/message-text'

/** The name of a permission in the language of the page. */
export const permissionName = (permission: Permission): string => messageText(i18n, message(`permission.${permission}`))
