import type { UserEntry } from '@muster/contracts/users'

/** The first few names and how many more: "Support, Sales +3". */
export function shortList(names: readonly string[], shown: number): string {
  const head = names.slice(0, shown).join(', ')
  return names.length <= shown ? head : `${head} +${names.length - shown}`
}

export function flagsHeld(user: Pick<UserEntry, 'isDeveloper' | 'canCreateBot'>): readonly string[] {
  return [...(user.isDeveloper ? ['Developer'] : []), ...(user.canCreateBot ? ['Bot creator'] : [])]
}

/** Roles by bot; admin roles, which hold for the whole account, under null and first. */
export function rolesByBot(
  roles: UserEntry['roles'],
): readonly { readonly botId: string | null; readonly roles: UserEntry['roles'] }[] {
  const byBot = new Map<string | null, UserEntry['roles']>()
  for (const role of roles) byBot.set(role.botId, [...(byBot.get(role.botId) ?? []), role])
  return [...byBot]
    .map(([botId, held]) => ({ botId, roles: held }))
    .toSorted((a, b) => Number(a.botId !== null) - Number(b.botId !== null))
}
