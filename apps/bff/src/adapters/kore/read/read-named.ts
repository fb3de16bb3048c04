import type { Bot } from '@muster/core/account/access'
import { message } from '@muster/wording/message'
import type { UnreadableRecord } from '../../../features/directory/ports.ts'
import { member, text } from '../responses/json-value.ts'
import { fresh } from '../responses/paging.ts'
import { unreadableRecord } from '../responses/unreadable-record.ts'

interface NamedList {
  readonly list: 'groups' | 'bots' | 'roles'
  /** The field that holds the name. */
  readonly field: string
  readonly seen: Set<string>
}

interface NamedRecords {
  readonly items: readonly Bot[]
  readonly unreadable: readonly UnreadableRecord[]
  /** One for each record that no earlier page had. */
  readonly newKeys: readonly string[]
}

const longest = { id: 200, name: 500 } as const

/** Groups, bots and roles: id and name, and the creator of a bot. Skips and reports a record without a usable id. */
export function readNamed(entries: readonly unknown[], { list, field, seen }: NamedList): NamedRecords {
  const items: Bot[] = []
  const unreadable: UnreadableRecord[] = []
  const newKeys: string[] = []
  for (const entry of entries) {
    const id = text(member(entry, '_id'))
    const isUsable = id !== undefined && id.length <= longest.id
    const key = isUsable ? id : `unreadable ${JSON.stringify(entry).slice(0, 2000)}`
    if (!fresh(seen, key)) continue
    newKeys.push(key)
    const name = text(member(entry, field))
    if (isUsable) {
      const createdBy = text(member(entry, 'createdBy')) ?? null
      items.push({ id, name: (name ?? id).slice(0, longest.name).toWellFormed(), createdBy })
    } else
      unreadable.push(
        unreadableRecord(list, entry, {
          isOmitted: true,
          reason: id === undefined ? message('record.no_id') : message('record.id_long', { most: longest.id }),
        }),
      )
  }
  return { items, unreadable, newKeys }
}
