import type { I18n } from '@lingui/core'
import type { EraseScope } from '@muster/core/change/change'
import type { Message } from '@muster/core/text/message'
import { message } from './message.ts'
import { messageText } from './message-text.ts'

interface BotNames {
  readonly bot: (id: string) => string
}

/** The scope of an erasure: "from all bots", "from Billing and Claims". */
export function scopeMessage(scope: EraseScope, names: BotNames): Message {
  return scope.kind === 'all_bots'
    ? message('scope.all_bots')
    : message('scope.bots', { bots: scope.botIds.map(names.bot) })
}

export const scopeText = (i18n: I18n, scope: EraseScope, names: BotNames): string =>
  messageText(i18n, scopeMessage(scope, names))
