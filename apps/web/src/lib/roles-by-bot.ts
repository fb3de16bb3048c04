import type { UserEntry } from '@muster/contracts/users'

/** Roles by bot. Admin roles apply to the whole account; they are first, under null. */
export function rolesByBot(
  roles: UserEntry['roles'],
): readonly { readonly botId: string | null; readonly roles: UserEntry['roles'] }[] {
  const byBot = new Map<string | null, UserEntry['roles']>()
  for (const role of roles) byBot.set(role.botId, [...(byBot.get(role.botId) ?? []), role])
  return [...byBot]
    .map(([botId, held]) => ({ botId, roles: held }))
    .toSorted((a, b) => Number(a.botId !== null) - Number(b.botId !== null))
}
