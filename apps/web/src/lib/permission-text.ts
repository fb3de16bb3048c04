import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import type { Permission } from '@muster/core/permission'
import { message } from '@muster/wording/message'
import { messageText } from '@muster/wording/message-text'

/** The name of a permission in the language of the page. */
export const permissionName = (permission: Permission): string => messageText(i18n, message(`permission.${permission}`))

/** Props of a control that needs a permission: disabled, with the reason, for a member who lacks it. */
export const disabledWithout = (permission: Permission, may: boolean): { disabled?: true; title?: string } =>
  may ? {} : { disabled: true, title: lacksWords(permission) }

/** Why a control is disabled: the permission that the member lacks, and who can grant it. */
export const lacksWords = (permission: Permission): string =>
  t`You lack the permission “${{ permission: permissionName(permission) }}”. A member who manages members can grant it.`
