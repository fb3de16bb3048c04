import * as z from 'zod/mini'
import { invalidValues, ok, refused } from '../responses/responses.ts'
import type { Call, SandboxResponse, World } from '../world.ts'

const accepted = z.looseObject({
  emailIds: z.array(z.string()),
  canCreateBot: z.boolean(),
  isDeveloper: z.boolean(),
})

/** Sets both flags for all given users or none. Kore.ai docs: Update User Access API. */
export function userAccessEndpoint(world: World, call: Call): SandboxResponse {
  const body = accepted.safeParse(call.body)
  if (!body.success) return refused(400, invalidValues)
  const { emailIds, canCreateBot, isDeveloper } = body.data
  if (emailIds.length === 0) return refused(400, 'emailIds cannot be empty')
  if (canCreateBot && !isDeveloper) return refused(403, invalidValues)
  const users = emailIds.map((emailId) => world.account.byEmail(emailId))
  if (users.some((user) => user === undefined || !world.account.isMember(user.index))) {
    return refused(400, 'One or more entered emails not found')
  }
  const time = new Date(world.now()).toISOString()
  for (const user of users) {
    if (user === undefined) continue
    const before = world.account.access(user.index)
    const changed = before.canCreateBot !== canCreateBot || before.isDeveloper !== isDeveloper
    world.account.setAccess(user.index, { ...before, canCreateBot, isDeveloper })
    world.ledger.add({ time, call: call.seq, kind: 'access', user: user.emailId, changed })
  }
  return ok(['SUCCESS'])
}
