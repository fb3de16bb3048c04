import type { DirectoryKeys } from '../check-ports.ts'
import type { UploadDirectory } from '../ports.ts'

/** The keys of a directory that only matches identifiers. It is larger than any file: keys are looked up, not read. */
export function keysOfMatches({ byIdentifiers }: Pick<UploadDirectory, 'byIdentifiers'>): DirectoryKeys {
  return {
    count: async () => Number.POSITIVE_INFINITY,
    page: async () => ({ keys: '[]', ids: '[]' }),
    of: async (by, keys) => {
      const matches = await byIdentifiers(keys.map((value) => ({ by, value })))
      const found = matches.flatMap((match, at) => {
        const key = keys[at] ?? ''
        if (match.kind === 'user') return [{ key, id: match.user.id }]
        return match.kind === 'ambiguous' ? ['1', '2'].map((id) => ({ key, id })) : []
      })
      return [{ keys: JSON.stringify(found.map(({ key }) => key)), ids: JSON.stringify(found.map(({ id }) => id)) }]
    },
  }
}
