import { type RawBuilder, sql } from 'kysely'

/** The condition of a member's own records, made since a time, on columns of `table`; null: all records. */
export function isOwn(
  own: { readonly memberId: string; readonly since: number } | null,
  table: string,
): RawBuilder<boolean> {
  if (own === null) return sql`true`
  const column = (name: string) => sql.ref(`${table}.${name}`)
  return sql`(${column('created_by_id')} = ${own.memberId} and ${column('created_at')} >= ${new Date(own.since)})`
}
