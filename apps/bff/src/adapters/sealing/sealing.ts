import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sealing } from '../../features/session/factors-ports.ts'

const version = 'v1'
const fileName = 'sealing-key'

/** AES-256-GCM. The owner is authenticated with the text, so a sealed key of one member does not open for another. */
export function createSealing(secret: Buffer): Sealing {
  const key = createHash('sha256').update('muster sealing 1').update(secret).digest()
  return {
    seal: (plain, owner) => {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner))
      const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
      return [version, nonce.toString('base64url'), sealed.toString('base64url')].join('.')
    },
    open: (text, owner) => {
      const [given, nonce = '', sealed = ''] = text.split('.')
      if (given !== version) throw new Error('a sealed text has an unknown version')
      const bytes = Buffer.from(sealed, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), { authTagLength: 16 })
      decipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(-16))
      return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()])
    },
  }
}

/** The key beside the embedded store, outside what a backup copies; created by the first start. */
export function keyInFolder(dataDir: string): Buffer {
  const path = join(dataDir, fileName)
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  try {
    writeFileSync(path, randomBytes(32), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const key = readFileSync(path)
  if (key.length !== 32)
    throw new Error(`${path} is damaged: it must have 32 bytes. Restore it, or set MUSTER_SEALING_KEY.`)
  return key
}
