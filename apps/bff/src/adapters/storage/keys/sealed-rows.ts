import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Sealer } from '../../sealing/sealing.ts'
import {
  openText,
  placeOf,
  prefixOf,
  type Seal,
  type SealedColumn,
  sealedColumns,
  sealOf,
  sealText,
  textPrefixOf,
} from '../database/seal.ts'
import type { Db } from '../database/storage.ts'
import { bytesColumn, bytesFrom, bytesParameter } from '../database/stored-bytes.ts'
import type { Tables } from '../database/tables.ts'
import { areTextsSealedWith, resealTexts } from './sealed-texts.ts'

const columns: readonly SealedColumn[] = ['chunk', 'cells', 'dictionary', 'issues', 'plan', 'response', 'status']
/** Rows sealed again in one transaction: some megabytes at most. */
const rowsAtOnce = 16

/** Whether the value of a column begins as the key seals it. */
const beginsWith = (column: SealedColumn, keyId: string) => {
  const { column: name, kind } = sealedColumns[column]
  const prefix = prefixOf(keyId)
  return kind === 'text'
    ? sql`starts_with(${sql.ref(name)}, ${textPrefixOf(keyId)})`
    : sql`substring(${sql.ref(name)} from 1 for ${prefix.length}) = decode(${prefix.toString('hex')}, 'hex')`
}

/** Whether any content is sealed with the key. */
export async function isSealedWith(db: Db, keyId: string): Promise<boolean> {
  for (const column of columns) {
    const found = await sql`
      select 1 from ${sql.table(sealedColumns[column].table)} where ${beginsWith(column, keyId)} limit 1`.execute(db)
    if (found.rows.length > 0) return true
  }
  return areTextsSealedWith(db, keyId)
}

interface Position {
  readonly id: string
  readonly n: number
}

interface Row extends Position {
  readonly value: string
}

/** The value sealed with the current key; null if its key is lost or it does not belong in this row. */
function sealedAgain(seal: Seal, column: SealedColumn, { id, n, value }: Row): RawBuilder<unknown> | null {
  const place = placeOf(column, id, n)
  try {
    if (sealedColumns[column].kind === 'text') return sql`${sealText(seal, openText(seal, value, place), place)}`
    return bytesParameter(seal.seal(seal.open(bytesFrom(value), place), place))
  } catch {
    return null
  }
}

export interface Resealed {
  readonly sealed: number
  /** Rows that do not open with any key. */
  readonly unreadable: number
}

/** Seals some rows after a position. `last` is null if there are no more. */
async function resealSome(
  trx: Transaction<Tables>,
  column: SealedColumn,
  { after, keyId }: { readonly after: Position; readonly keyId: string },
): Promise<Resealed & { readonly last: Position | null }> {
  const { table, column: name, keys, kind } = sealedColumns[column]
  const [id, n] = [sql.ref(keys[0]), sql.ref(keys[1])]
  const value = kind === 'text' ? sql.ref(name) : bytesColumn(name)
  const { rows } = await sql<Row>`
    select ${id} as id, ${n} as n, ${value} as value from ${sql.table(table)}
    where (${id}, ${n}) > (${after.id}, ${after.n}::int) and ${sql.ref(name)} is not null
      and not ${beginsWith(column, keyId)}
    order by ${id}, ${n} limit ${rowsAtOnce} for update`.execute(trx)
  let sealed = 0
  for (const row of rows) {
    const again = sealedAgain(sealOf(trx), column, row)
    if (again === null) continue
    sealed += 1
    await sql`update ${sql.table(table)} set ${sql.ref(name)} = ${again}
      where ${id} = ${row.id} and ${n} = ${row.n}`.execute(trx)
  }
  return { sealed, unreadable: rows.length - sealed, last: rows.at(-1) ?? null }
}

/** Seals all content that the current key did not seal, a few rows at a time. `pause` throws to end it. */
export async function resealContent(
  db: Db,
  { sealer, pause }: { readonly sealer: Pick<Sealer, 'keyId' | 'factors'>; readonly pause: () => Promise<void> },
): Promise<Resealed> {
  const { keyId } = sealer
  let total: Resealed = await resealTexts(db, sealer, pause)
  for (const column of columns) {
    let after: Position | null = { id: '', n: -1 }
    while (after !== null) {
      const from: Position = after
      const some = await db.transaction().execute((trx) => resealSome(trx, column, { after: from, keyId }))
      total = { sealed: total.sealed + some.sealed, unreadable: total.unreadable + some.unreadable }
      after = some.last
      await pause()
    }
  }
  return total
}
