import { KeyTable } from '@muster/core/upload-block/key-table'
import { type TextKey, textKey } from '@muster/core/upload-block/text-key'
import type { DirectoryKeys, KeyKind, LastKey, UserKeys } from '../check-ports.ts'

/** Users by the keys of their identifiers. */
export type FoundUser =
  | { readonly kind: 'none' | 'ambiguous' }
  /** `subject`: the key of its subject. */
  | { readonly kind: 'user'; readonly subject: TextKey }

/** An identifier in the form in which its kind is compared. */
export interface RequestedKey {
  readonly text: string
  readonly key: TextKey
}

const none: FoundUser = { kind: 'none' }
const ambiguous: FoundUser = { kind: 'ambiguous' }
const isAmbiguous = -1
const pageSize = 5000
/** Reading one user costs about a third of a search for one. */
const worthReadingAll = 3

class KindKeys {
  readonly #users: KeyTable
  readonly #subjectKeys: number[] = []
  readonly #subjectChecks: number[] = []
  readonly #requested = new KeyTable()

  /** `expected`: the number of users, if known. */
  constructor(expected: number) {
    this.#users = new KeyTable(expected)
  }

  /** Returns the number of users, and the last one. */
  add(page: UserKeys): { readonly count: number; readonly last: LastKey } {
    const keys: readonly string[] = JSON.parse(page.keys)
    const ids: readonly string[] = JSON.parse(page.ids)
    for (let at = 0; at < keys.length; at += 1) {
      const text = keys[at] ?? ''
      if (text === '') continue
      const { key, check } = textKey(text)
      const subject = textKey(ids[at] ?? '', 'userId:')
      const before = this.#users.get(key, check)
      this.#users.set(key, check, before === undefined ? this.#subjectKeys.length : isAmbiguous)
      this.#subjectKeys.push(subject.key)
      this.#subjectChecks.push(subject.check)
    }
    return { count: ids.length, last: { key: keys.at(-1) ?? '', id: ids.at(-1) ?? '' } }
  }

  /** The keys that were not read yet. From here on they count as read. */
  unread(requested: readonly RequestedKey[]): readonly string[] {
    return requested.flatMap(({ text, key: { key, check } }) => {
      if (this.#requested.get(key, check) !== undefined) return []
      this.#requested.set(key, check, 1)
      return [text]
    })
  }

  has({ key, check }: TextKey): boolean {
    return this.#users.get(key, check) !== undefined
  }

  find({ key, check }: TextKey): FoundUser {
    const user = this.#users.get(key, check)
    if (user === undefined) return none
    if (user === isAmbiguous) return ambiguous
    return {
      kind: 'user',
      subject: { key: this.#subjectKeys[user] ?? 0, check: this.#subjectChecks[user] ?? 0 },
    }
  }
}

/**
 * Looks users up in hash tables: of the whole directory if it is small beside the file, otherwise of the identifiers
 * that the file has.
 */
export function createUserKeys(directory: DirectoryKeys, rows: number) {
  const kinds = new Map<KeyKind, KindKeys>()
  const reading = new Map<KeyKind, Promise<void>>()
  const searches = new Map<KeyKind, Promise<void>>()
  let users: Promise<number> | null = null
  async function readAll(by: KeyKind, table: KindKeys): Promise<void> {
    for (let after: LastKey = { key: '', id: '' }; ; ) {
      const { count, last } = table.add(await directory.page(by, after, pageSize))
      if (count === 0) return
      after = last
    }
  }
  const tableOf = (by: KeyKind, expected = 0) => {
    const table = kinds.get(by) ?? new KindKeys(expected)
    kinds.set(by, table)
    return table
  }
  return {
    /** Reads what `find` needs for these keys. */
    async prepare(by: KeyKind, keys: readonly RequestedKey[]): Promise<void> {
      users ??= directory.count()
      const count = await users
      const isReadWhole = count <= rows * worthReadingAll
      const table = tableOf(by, isReadWhole ? count : 0)
      const all = isReadWhole ? (reading.get(by) ?? readAll(by, table)) : null
      if (all !== null) reading.set(by, all)
      await all
      // One after the other: blocks are checked side by side, and a key that another block requested is not found yet.
      const current = (searches.get(by) ?? Promise.resolve()).then(async () => {
        // A sync that changes identifiers meanwhile moves users from unread pages to pages that were read.
        const missing = all === null ? keys : keys.filter(({ key }) => !table.has(key))
        const unread = table.unread(missing)
        if (unread.length > 0) for (const found of await directory.of(by, unread)) table.add(found)
      })
      searches.set(by, current)
      return current
    },
    find: (by: KeyKind, key: TextKey): FoundUser => tableOf(by).find(key),
  }
}
