import type { I18n } from '@lingui/core'
import type { AccessNames } from '@muster/core/account/access-names'
import type { EraseScope } from '@muster/core/change/change'
import { listOf } from './list.ts'

/** The scope of an erasure: "from all bots", "from Billing and Claims". */
export function scopeText(i18n: I18n, scope: EraseScope, names: AccessNames): string {
  return scope.kind === 'all_bots'
    ? i18n._('from all bots')
    : i18n._('from {bots}', { bots: listOf(i18n, scope.botIds.map(names.bot)) })
}
