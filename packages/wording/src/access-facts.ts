import type { Lookups } from '@muster/core/account/access'
import { lookupNames } from '@muster/core/account/access-names'
import type { RoleOnBot } from '@muster/core/change/change'
import type { Fact } from '@muster/core/text/message'
import { message } from './message.ts'

/** The names of groups, bots and roles as facts of a message. */
export interface AccessFacts {
  readonly group: (id: string) => string
  readonly bot: (id: string) => string
  /** "Tester on Billing"; an admin role is its bare name. */
  readonly role: (role: RoleOnBot) => Fact
}

export function accessFacts(lookups: Lookups): AccessFacts {
  const { group, bot, role } = lookupNames(lookups)
  return {
    group,
    bot,
    role: ({ roleId, botId }) => {
      const name = role({ roleId, botId: null })
      return botId === null ? name : message('name.role_on_bot', { role: name, bot: bot(botId) })
    },
  }
}
