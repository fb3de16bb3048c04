import { type RawBuilder, sql } from 'kysely'
import type { ChangedPeople } from '../../../features/uploads/ports.ts'
import { storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { withoutNestedLoops } from '../database/without-nested-loops.ts'

/** Upper bound of an index entry; an address is shorter. */
export const longestIndexed = 600

/** The group of rows that repeat the user of an earlier row. */
export const duplicateKey = 'duplicate_person::'

/** A condition for the rows of changed users; without `people`, for all. */
function concerned(people: ChangedPeople | undefined): RawBuilder<unknown> {
  if (people === undefined) return sql`true`
  const texts = (list: readonly string[]) => list.map((text) => storableText(text.slice(0, longestIndexed)))
  return sql`(subject = any(${texts(people.subjects)}::text[]) or resembles = any(${texts(people.resemblances)}::text[]))`
}

/**
 * Marks rows that repeat the user of an earlier row, unless that row is excluded or done. Users unknown to the
 * directory count as one user if their addresses look the same.
 * The earliest row is found by sorting, and the only join left is no nested loop when it covers all rows.
 */
export async function markDuplicates(trx: Db, uploadId: string, people?: ChangedPeople): Promise<void> {
  const mark = sql`
    with concerned as materialized (
      select row, subject, resembles, duplicate_of, not excluded and not done and subject is not null as counts
      from upload_rows where upload_id = ${uploadId} and ${concerned(people)}
    ), earliest as (
      select *, min(row) filter (where counts) over (partition by subject) as same,
        min(row) filter (where counts) over (partition by resembles) as alike
      from concerned
    ), selected as materialized (
      select row, duplicate_of, case when counts then nullif(least(
        case when same < row then same end,
        case when resembles is not null and subject not like 'userId:%' and alike < row then alike end), null) end as earlier
      from earliest
    )
    update upload_rows u set duplicate_of = w.earlier
    from selected w where u.upload_id = ${uploadId} and u.row = w.row and w.duplicate_of is distinct from w.earlier`
  await (people === undefined ? withoutNestedLoops(trx, () => mark.execute(trx)) : mark.execute(trx))
}
