import type { KeyObject } from 'node:crypto'
import { compactVerify, decodeProtectedHeader } from 'jose'
import { keyIdOf } from './signing-key.ts'

/** The public keys that documents may be signed with, by their ID. */
export type TrustedKeys = ReadonlyMap<string, KeyObject>

export async function trustedKeys(keys: readonly KeyObject[]): Promise<TrustedKeys> {
  return new Map(await Promise.all(keys.map(async (key) => [await keyIdOf(key), key] as const)))
}

/** The payload of a JWS of this kind, signed by one of the keys; null if it is anything else. */
export async function verifySigned(jws: string, typ: string, keys: TrustedKeys): Promise<unknown> {
  try {
    const header = decodeProtectedHeader(jws)
    const key = keys.get(header.kid ?? '')
    if (key === undefined || header.typ !== typ) return null
    const { payload } = await compactVerify(jws, key, { algorithms: ['EdDSA'] })
    const parsed: unknown = JSON.parse(Buffer.from(payload).toString('utf8'))
    return parsed
  } catch {
    return null
  }
}
