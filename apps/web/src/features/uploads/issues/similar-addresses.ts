import { comparableName, likeness } from '@muster/core/account/name-index'

interface Addressed {
  readonly email: string
}

const nearEnough = 0.7
const most = 3

/** What to search the directory for, the surest first: the part before the @, then its beginning, where typing errors are rarer. */
export function searchesFor(address: string): readonly string[] {
  const local = address.split('@')[0]?.trim() ?? ''
  const beginning = local.slice(0, Math.ceil(local.length / 2))
  return [...new Set([local, beginning])].filter((text) => text.length > 2)
}

const parts = (address: string) => address.split('@').map(comparableName)

/** Both parts count, the one before the @ more: everybody of an organisation shares the other. */
function nearness(one: string, other: string): number {
  const [local = '', domain = ''] = parts(one)
  const [otherLocal = '', otherDomain = ''] = parts(other)
  return likeness(local, otherLocal) * 0.7 + likeness(domain, otherDomain) * 0.3
}

/** Of people found, those whose address is almost the one written; the nearest first. */
export function nearest<P extends Addressed>(address: string, people: readonly P[]): readonly P[] {
  return people
    .map((person) => ({ person, score: nearness(address, person.email) }))
    .filter(({ score }) => score >= nearEnough)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ person }) => person)
}
