import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import type { userFlags } from '@muster/contracts/search-values'
import type { UserEntry } from '@muster/contracts/users'
import { type LucideIcon, Pencil, ShieldOff, UserMinus } from 'lucide-react'
import type { Action } from '../../lib/target.ts'

/** The flags of a user, in words. */
export function flagsHeld(user: Pick<UserEntry, 'isDeveloper' | 'canCreateBot'>): readonly string[] {
  return [...(user.isDeveloper ? [t`Developer`] : []), ...(user.canCreateBot ? [t`Bot creator`] : [])]
}

const flags: Readonly<Record<(typeof userFlags)[number], MessageDescriptor>> = {
  developer: msg`Developer`,
  not_developer: msg`Not a developer`,
  bot_creator: msg`May create bots`,
  not_bot_creator: msg`May not create bots`,
}

/** A value of the filter by flags. */
export const flagWords = (flag: (typeof userFlags)[number]): string => i18n._(flags[flag])

const actions = {
  edit: { name: msg`Edit access…`, Icon: Pencil },
  remove: { name: msg`Remove…`, Icon: UserMinus },
  erase: { name: msg`Queue erasure…`, Icon: ShieldOff },
} as const

/** Label and icon of the button for an action. */
export function actionButton(action: Action): { readonly name: string; readonly Icon: LucideIcon } {
  const { name, Icon } = actions[action]
  return { name: i18n._(name), Icon }
}
