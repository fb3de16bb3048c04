import type { NameIndex } from '../account/name-index.ts'
import type { AccountNames } from './account-names.ts'
import type { ListNames } from './upload-list.ts'

export interface RolePart {
  readonly role: string
  readonly bot: string
}

/** The places where "role on bot" may be divided: names may contain " on " themselves. */
export function divisionsOf(entry: string): readonly RolePart[] {
  return [...entry.matchAll(/\s+on\s+|\s*@\s*/gi)].map((match) => ({
    role: entry.slice(0, match.index).trim(),
    bot: entry.slice(match.index + match[0].length).trim(),
  }))
}

/** Other signs between a role and a bot. Names contain them too, so both sides must be known. */
function looseDivisionsOf(entry: string): readonly RolePart[] {
  const found = [...entry.matchAll(/\s+[-–—>→]+\s+|\s*[:/→]\s*|\s*\(/g)].flatMap((match) => {
    const left = entry.slice(0, match.index).trim()
    const right = entry.slice(match.index + match[0].length).trim()
    const inner = match[0].trim() === '(' ? right.replace(/\)$/, '') : right
    return [
      { role: left, bot: inner },
      { role: inner, bot: left },
    ]
  })
  return found
}

/** The role and the bot of an entry, where both are names of the account; null where no division gives such. */
export function knownDivision(entry: string, names: Pick<AccountNames, 'roles' | 'bots'>): RolePart | null {
  const isKnown = ({ role, bot }: RolePart) => names.roles.knows(role) && (bot === '*' || names.bots.knows(bot))
  return divisionsOf(entry).find(isKnown) ?? looseDivisionsOf(entry).find(isKnown) ?? null
}

/** What is known of the entries of a cell of roles. */
export function roleNamesOf(names: AccountNames): ListNames {
  const isNear = (index: NameIndex, name: string) => index.knows(name) || index.nearSeparated(name).length > 0
  return {
    knows: (entry) => names.roles.knows(entry) || knownDivision(entry, names) !== null,
    isNearSeparated: (entry) =>
      names.roles.nearSeparated(entry).length > 0 ||
      divisionsOf(entry).some(({ role, bot }) => isNear(names.roles, role) && isNear(names.bots, bot)),
    mostSeparators: names.roles.mostSeparators + names.bots.mostSeparators,
  }
}
