import { sql, type Transaction } from 'kysely'
import { mailOwner } from '../../../features/mail/ports.ts'
import type { Sealing } from '../../../features/session/factors-ports.ts'
import type { Sealer } from '../../sealing/sealing.ts'
import { ownedPrefixOf } from '../database/seal.ts'
import type { Db } from '../database/storage.ts'
import type { Tables } from '../database/tables.ts'

/** Keys of authenticator apps and waiting mails: texts that are sealed for an owner before they reach the store. */
const sealedTexts = [
  { table: 'members', column: 'totp_key', ownerOf: (id: string) => id },
  { table: 'mails', column: 'sealed', ownerOf: mailOwner },
] as const
type SealedText = (typeof sealedTexts)[number]

const rowsAtOnce = 16
/** What versions before key IDs wrote. */
const withoutId = 'v1.'

interface Row {
  readonly id: string
  readonly value: string
}

/** Whether any text is sealed with the key. */
export async function areTextsSealedWith(db: Db, keyId: string): Promise<boolean> {
  for (const { table, column } of sealedTexts) {
    const found = await sql`select 1 from ${sql.table(table)}
      where starts_with(${sql.ref(column)}, ${ownedPrefixOf(keyId)}) limit 1`.execute(db)
    if (found.rows.length > 0) return true
  }
  return false
}

/** Whether a text that does not name its key opens with none. */
export async function hasUnnamedTexts(db: Db, sealing: Sealing | null): Promise<boolean> {
  for (const text of sealedTexts) {
    const { rows } = await sql<Row>`select id, ${sql.ref(text.column)} as value from ${sql.table(text.table)}
      where starts_with(${sql.ref(text.column)}, ${withoutId})`.execute(db)
    if (rows.some((row) => sealing === null || opened(sealing, text, row) === null)) return true
  }
  return false
}

function opened(sealing: Sealing, { ownerOf }: SealedText, { id, value }: Row): Buffer | null {
  try {
    return sealing.open(value, ownerOf(id))
  } catch {
    return null
  }
}

type OwnedSealer = Pick<Sealer, 'keyId' | 'factors'>

async function resealSome(
  trx: Transaction<Tables>,
  text: SealedText,
  { after, by }: { after: string; by: OwnedSealer },
) {
  const [table, column] = [sql.table(text.table), sql.ref(text.column)]
  const { rows } = await sql<Row>`select id, ${column} as value from ${table}
    where id > ${after} and ${column} is not null and not starts_with(${column}, ${ownedPrefixOf(by.keyId)})
    order by id limit ${rowsAtOnce} for update`.execute(trx)
  let sealed = 0
  for (const row of rows) {
    const plain = opened(by.factors, text, row)
    if (plain === null) continue
    sealed += 1
    const again = by.factors.seal(plain, text.ownerOf(row.id))
    await sql`update ${table} set ${column} = ${again} where id = ${row.id}`.execute(trx)
  }
  return { sealed, unreadable: rows.length - sealed, last: rows.at(-1)?.id ?? null }
}

/** Seals all texts that the current key did not seal, a few rows at a time. `pause` throws to end it. */
export async function resealTexts(db: Db, by: OwnedSealer, pause: () => Promise<void>) {
  const total = { sealed: 0, unreadable: 0 }
  for (const text of sealedTexts) {
    let after: string | null = ''
    while (after !== null) {
      const from: string = after
      const some = await db.transaction().execute((trx) => resealSome(trx, text, { after: from, by }))
      total.sealed += some.sealed
      total.unreadable += some.unreadable
      after = some.last
      await pause()
    }
  }
  return total
}
