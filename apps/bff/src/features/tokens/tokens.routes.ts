import * as routes from '@muster/contracts/tokens'
import { englishText } from '@muster/wording/english'
import { message } from '@muster/wording/message'
import { actorOf, type BoundRoute, bind } from '../../http/route-handler.ts'
import type { Actor } from '../../http/session/actor.ts'
import { createToken, revokeToken, type TokenDeps } from './manage-tokens.ts'
import type { TokenRecord } from './ports.ts'

const iso = (at: number) => new Date(at).toISOString()

const entryOf = ({ createdAt, expiresAt, lastUsedAt, ...rest }: TokenRecord): routes.TokenEntry => ({
  ...rest,
  permissions: [...rest.permissions],
  createdAt: iso(createdAt),
  expiresAt: iso(expiresAt),
  lastUsedAt: lastUsedAt === null ? null : iso(lastUsedAt),
})

const grantableBy = ({ permissions }: Actor) =>
  permissions.map((id) => {
    const nameMessage = message(`permission.${id}`)
    return { id, name: englishText(nameMessage), nameMessage }
  })

export function tokensRoutes(deps: TokenDeps): BoundRoute[] {
  const list = async (memberId: string) => (await deps.tokens.ofMember(memberId)).map(entryOf)
  return [
    bind(routes.listTokens, async (_input, context) => {
      const actor = actorOf(context)
      return { status: 200, json: { items: await list(actor.memberId), grantable: grantableBy(actor) } }
    }),
    bind(routes.createToken, async ({ body }, context) => {
      const { token, secret } = await createToken(deps, actorOf(context), body)
      return { status: 201, json: { token: entryOf(token), secret } }
    }),
    bind(routes.revokeToken, async ({ params }, context) => {
      const actor = actorOf(context)
      await revokeToken(deps, actor, { id: params.id, memberId: actor.memberId })
      return { status: 200, json: {} }
    }),
    bind(routes.listMemberTokens, async ({ params }) => ({ status: 200, json: { items: await list(params.id) } })),
    bind(routes.revokeMemberToken, async ({ params }, context) => {
      await revokeToken(deps, actorOf(context), { id: params.tokenId, memberId: params.id })
      return { status: 200, json: {} }
    }),
  ]
}
