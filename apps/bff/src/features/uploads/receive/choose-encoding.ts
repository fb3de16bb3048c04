import type { Scope } from '@muster/core/permission'
import { accountNamesOf } from '../check/account-names.ts'
import type { EncodingCandidate } from '../file-ports.ts'
import type { UploadDeps } from '../upload-deps.ts'

/** Maximum texts to search among the users. */
const maxSearched = 40

/** The first name of each, then the second of each: an incomplete search covers some of all. */
function inTurn(lists: readonly (readonly string[])[]): readonly string[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length))
  const turns = Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list[at] ?? []))
  return [...new Set(turns.flat())]
}

/** Which of these texts name groups, roles or bots, or, if none does, users. */
async function knownAmong({ directory }: Pick<UploadDeps, 'directory'>, texts: readonly string[], scope: Scope | null) {
  const { groups, roles, bots } = accountNamesOf(await directory.lookups())
  const isName = (text: string) => [groups, roles, bots].some((index) => index.find(text).kind === 'found')
  const found = new Set(texts.filter(isName))
  if (found.size > 0) return found
  for (const text of texts.slice(0, maxSearched)) {
    const { items } = await directory
      .within(scope)
      .search({ filter: { q: text }, sort: 'email', after: null, limit: 1 })
    if (items.length > 0) found.add(text)
  }
  return found
}

/** The encoding in which a text contains the most names that the member may see; null without a choice. */
export async function chooseEncoding(
  deps: Pick<UploadDeps, 'directory'>,
  candidates: readonly EncodingCandidate[],
  scope: Scope | null,
): Promise<EncodingCandidate['encoding'] | null> {
  if (candidates.length < 2) return candidates[0]?.encoding ?? null
  const known = await knownAmong(deps, inTurn(candidates.map(({ names }) => names)), scope)
  const scored = candidates.map(({ encoding, fit, names }) => ({
    encoding,
    score: fit + names.filter((name) => known.has(name)).length * 10,
  }))
  return scored.reduce((best, one) => (one.score > best.score ? one : best)).encoding
}
