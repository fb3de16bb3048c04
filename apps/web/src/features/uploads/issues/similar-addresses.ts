import { comparableName, likeness } from '@muster/core/account/name-index'

interface Addressed {
  readonly email: string
}

const minSimilarity = 0.7
const maxResults = 3

/** Directory searches for an address, the best first: its local part, then the start of that, where typos are rarer. */
export function searchesFor(address: string): readonly string[] {
  const local = address.split('@')[0]?.trim() ?? ''
  const start = local.slice(0, Math.ceil(local.length / 2))
  return [...new Set([local, start])].filter((text) => text.length > 2)
}

const parts = (address: string) => address.split('@').map(comparableName)

/** The local part weighs more, because all users of an organization share the domain. */
function similarity(one: string, other: string): number {
  const [local = '', domain = ''] = parts(one)
  const [otherLocal = '', otherDomain = ''] = parts(other)
  return likeness(local, otherLocal) * 0.7 + likeness(domain, otherDomain) * 0.3
}

/** The users with an address similar to the given one, the most similar first. */
export function mostSimilar<U extends Addressed>(address: string, users: readonly U[]): readonly U[] {
  return users
    .map((user) => ({ user, score: similarity(address, user.email) }))
    .filter(({ score }) => score >= minSimilarity)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, maxResults)
    .map(({ user }) => user)
}
