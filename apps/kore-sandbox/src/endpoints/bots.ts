import { bots, idOf, type SandboxBot } from '../account/catalogue.ts'
import { ok } from '../responses/responses.ts'
import type { Call, SandboxResponse, World } from '../world.ts'
import { pageOf } from './page.ts'

/** Marks secrets that a client must never show, so a test can search for them. */
export const botSecretMarker = 'sandbox-bot-secret'

/** Bots, with the secrets of their apps, like Kore.ai's. Kore.ai docs: Get Bots API. */
export function botsEndpoint(world: World, call: Call): SandboxResponse {
  const { total, availableMore, page } = pageOf(bots, call.query)
  return ok({ total, availableMore, bots: page.map((bot) => shown(world, bot)) })
}

function shown(world: World, bot: SandboxBot): object {
  const createdOn = new Date(Date.UTC(2024, 0, 1 + bot.index)).toISOString()
  return {
    _id: bot.id,
    accountId: world.account.id,
    purpose: bot.index % 4 === 0 ? 'employee' : 'customer',
    createdOn,
    createdBy: world.account.at(world.account.ownership.ownerOf(bot.index)).userId,
    type: 'default',
    defaultLanguage: 'en',
    isDeflect: false,
    resourceid: 'btstreams',
    status: bot.index % 5 === 4 ? 'configured' : 'published',
    icon: 'bot.png',
    name: bot.name,
    description: `${bot.name} assistant`,
    isLinkedTo: [],
    containsPanelOrWidget: false,
    jwtApps: [
      {
        clientId: idOf('cs', bot.name),
        clientSecret: `${botSecretMarker}-${bot.index}`,
        jtiClaimEnforced: false,
        jweEncryptionEnforced: false,
        createdOn,
      },
    ],
  }
}
