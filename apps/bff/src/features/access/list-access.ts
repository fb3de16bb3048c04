import type { AccessList } from './ports.ts'

const byName = new Intl.Collator('en', { sensitivity: 'base', numeric: true })

/** A look-up list by name, filtered to names and ids that contain the search text. */
export function listAccess<T extends { readonly id: string; readonly name: string }>(
  list: AccessList<T>,
  typed: string | undefined,
): AccessList<T> {
  const wanted = (typed ?? '').trim().toLowerCase()
  const items = list.items
    .filter((item) => item.name.toLowerCase().includes(wanted) || item.id.toLowerCase() === wanted)
    .toSorted((a, b) => byName.compare(a.name, b.name) || (a.id < b.id ? -1 : 1))
  return { ...list, items }
}
