import type { ChangedSelection } from '@muster/contracts/selections'
import type { Identifier } from '@muster/core/account/user'
import type { Scope } from '@muster/core/permission'
import type { SelectionStore, UsersByIdentifier } from './ports.ts'

interface ResolvedList {
  readonly userIds: readonly string[]
  readonly unresolved: ChangedSelection['unresolved']
}

/** The users that a list names. To a limited member, a user beyond the limit and one of several are like an unknown one. */
export async function resolveList(
  { selections, access }: { readonly selections: SelectionStore; readonly access: UsersByIdentifier },
  scope: Scope | null,
  identifiers: readonly Identifier[],
): Promise<ResolvedList> {
  const matches = await access.byIdentifiers(identifiers)
  const found = matches.flatMap((match) => (match.kind === 'user' ? [match.user.id] : []))
  const within = found.length === 0 ? new Map<string, string>() : await selections.labels(found, scope)
  const unresolved = identifiers.flatMap((identifier, n) => {
    const match = matches[n]
    if (match?.kind === 'user' && within.has(match.user.id)) return []
    return [{ identifier, matches: match?.kind === 'ambiguous' && scope === null ? match.count : 0 }]
  })
  return { userIds: [...within.keys()], unresolved }
}
