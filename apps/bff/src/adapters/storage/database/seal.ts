import type { KyselyPlugin, PluginTransformResultArgs, QueryExecutorProvider } from 'kysely'

/**
 * Encrypts content of the store. `place` names its row and column and is authenticated with it: content of one row does
 * not open in another.
 */
export interface Seal {
  seal(plain: Uint8Array, place: string): Buffer
  /** Returns content that was stored before there was a key as it is. Throws `LostKeyError` without the key, and another error for changed content or another place. */
  open(stored: Buffer<ArrayBuffer>, place: string): Buffer<ArrayBuffer>
}

/** The key that sealed this content is not set: it was lost, or given up. */
export class LostKeyError extends Error {}

/** For stores without a key. */
const noSeal: Seal = { seal: (plain) => Buffer.from(plain), open: (stored) => stored }

/** Carries the seal of a store to every query, transactions included. */
class SealPlugin implements KyselyPlugin {
  readonly seal: Seal
  constructor(seal: Seal) {
    this.seal = seal
  }
  transformQuery({ node }: Parameters<KyselyPlugin['transformQuery']>[0]) {
    return node
  }
  async transformResult({ result }: PluginTransformResultArgs) {
    return result
  }
}

export const sealPlugin = (seal: Seal): KyselyPlugin => new SealPlugin(seal)

/** The seal of the store that a query runs on. */
export function sealOf(db: QueryExecutorProvider): Seal {
  for (const plugin of db.getExecutor().plugins) if (plugin instanceof SealPlugin) return plugin.seal
  return noSeal
}

/** The columns with sealed content, and what names a row: the primary key, or the ID and the version of the content. */
export const sealedColumns = {
  chunk: { table: 'upload_chunks', column: 'bytes', keys: ['upload_id', 'seq'], kind: 'bytes' },
  cells: { table: 'upload_blocks', column: 'cells', keys: ['upload_id', 'block'], kind: 'bytes' },
  dictionary: { table: 'upload_blocks', column: 'dictionary', keys: ['upload_id', 'block'], kind: 'bytes' },
  issues: { table: 'uploads', column: 'issues', keys: ['id', 'issues_version'], kind: 'bytes' },
  plan: { table: 'plan_blocks', column: 'body', keys: ['plan_id', 'block'], kind: 'bytes' },
  response: {
    table: 'job_items',
    column: 'kore_response',
    keys: ['job_id', 'seq'],
    kind: 'text',
    // The column had this name when its first texts were sealed.
    place: 'job_items.kore_answer',
  },
  status: { table: 'erasure_people', column: 'kore_status', keys: ['erasure_id', 'n'], kind: 'text' },
} as const

export type SealedColumn = keyof typeof sealedColumns

/** The place of a row's sealed column, by its primary key. */
export const placeOf = (column: SealedColumn, id: string, n: number): string => {
  const sealed = sealedColumns[column]
  const place = 'place' in sealed ? sealed.place : `${sealed.table}.${sealed.column}`
  return `${place} ${id} ${n}`
}

/** Sealed content begins with this and the ID of the key. As deflated data the first byte is invalid. */
export const sealMagic = Buffer.from([0xff, 0x4d, 0x53, 0x01])
/** Nine bytes with the magic, which are twelve whole letters of base64. */
export const keyIdBytes = 5

/** The first bytes of all content that a key sealed. */
export const prefixOf = (keyId: string): Buffer => Buffer.concat([sealMagic, Buffer.from(keyId, 'hex')])

const sealedText = 'sealed:'

/** Begins a text that is sealed for an owner, as the key of an authenticator app is for its member. */
export const ownedVersion = 'v2'

/** The first letters of all texts that a key sealed for an owner. */
export const ownedPrefixOf = (keyId: string): string =>
  `${ownedVersion}.${Buffer.from(keyId, 'hex').toString('base64url')}.`

/** The first letters of all texts that a key sealed. */
export const textPrefixOf = (keyId: string): string => sealedText + prefixOf(keyId).toString('base64')

/** Seals a text. Without a key it stays as it is. */
export function sealText(seal: Seal, text: string, place: string): string {
  return seal === noSeal ? text : sealedText + seal.seal(Buffer.from(text), place).toString('base64')
}

export function openText(seal: Seal, stored: string, place: string): string {
  if (seal === noSeal || !stored.startsWith(sealedText)) return stored
  return seal.open(Buffer.from(stored.slice(sealedText.length), 'base64'), place).toString()
}
