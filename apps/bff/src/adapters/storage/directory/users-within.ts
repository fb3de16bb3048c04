import type { Scope } from '@muster/core/permission'
import { type RawBuilder, sql } from 'kysely'
import { storableText } from '../database/storable-json.ts'
import { tagKey } from './user-tags.ts'

/** The condition of every read of users for a member whose role is limited to users of groups; null: no limit. */
export function usersWithin(scope: Scope | null): RawBuilder<boolean> | null {
  if (scope === null || scope.groups === null) return null
  const keys = scope.groups.map((id) => storableText(tagKey.group(id)))
  return sql<boolean>`tags && array(select user_tags.id from user_tags where user_tags.key = any(${keys}::text[]))`
}

/** The same as a condition of any statement. */
export const isWithin = (scope: Scope | null): RawBuilder<boolean> => usersWithin(scope) ?? sql<boolean>`true`
