import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CompactSign, calculateJwkThumbprint, exportJWK } from 'jose'

/** Signs with Ed25519. The private key never leaves this object. */
export interface SigningKey {
  /** Thumbprint of the public key (RFC 7638). */
  readonly kid: string
  readonly publicKey: KeyObject
  /** A compact JWS whose header names the key and the kind of the document. */
  sign(typ: string, payload: object): Promise<string>
}

const publicName = (path: string) => join(dirname(path), `${basename(path).replace(/\.pem$/, '')}.pub.pem`)

/** Reads the key, or makes one that only this user can read, with its public half beside it. */
export async function openSigningKey(path: string): Promise<SigningKey> {
  const privateKey = readPrivateKey(path) ?? makeKey(path)
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error(`${path} is not an Ed25519 key in PEM.`)
  const publicKey = createPublicKey(privateKey)
  const kid = await keyIdOf(publicKey)
  return {
    kid,
    publicKey,
    sign: (typ, payload) =>
      new CompactSign(Buffer.from(JSON.stringify(payload)))
        .setProtectedHeader({ alg: 'EdDSA', kid, typ })
        .sign(privateKey),
  }
}

export const keyIdOf = async (publicKey: KeyObject): Promise<string> =>
  calculateJwkThumbprint(await exportJWK(publicKey))

/** Public keys in PEM, one after the other. Throws if one is not Ed25519. */
export function readPublicKeys(path: string): readonly KeyObject[] {
  const blocks = readFileSync(path, 'utf8').match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? []
  const keys = blocks.map((pem) => createPublicKey(pem))
  if (keys.length === 0 || keys.some((key) => key.asymmetricKeyType !== 'ed25519'))
    throw new Error(`${path} does not hold Ed25519 public keys in PEM.`)
  return keys
}

function readPrivateKey(path: string): KeyObject | null {
  let pem: Buffer
  try {
    pem = readFileSync(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  try {
    return createPrivateKey(pem)
  } catch {
    throw new Error(`${path} is not a private key in PEM.`)
  } finally {
    pem.fill(0)
  }
}

function makeKey(path: string): KeyObject {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  writeFileSync(publicName(path), publicKey.export({ type: 'spki', format: 'pem' }), { mode: 0o644 })
  return privateKey
}
