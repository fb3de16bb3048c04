import { type RawBuilder, sql } from 'kysely'

/**
 * Bytes as a parameter. They travel as base64 and are read as hexadecimal digits: the embedded store spends three to
 * five times as long on a `bytea` value of its own.
 */
export function bytesParameter(bytes: Uint8Array): RawBuilder<Uint8Array> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  return sql<Uint8Array>`decode(${text}, 'base64')`
}

/** A column of bytes as text, for `bytesFrom`. */
export function bytesColumn(column: string): RawBuilder<string> {
  return sql<string>`encode(${sql.ref(column)}, 'hex')`
}

/** Bytes of a column that was selected with `bytesColumn`. */
export function bytesFrom(text: string): Buffer<ArrayBuffer> {
  return Buffer.from(text, 'hex')
}
