import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import type { Sealing } from '../../features/session/factors-ports.ts'
import {
  keyIdBytes,
  LostKeyError,
  ownedPrefixOf,
  ownedVersion,
  type Seal,
  sealMagic,
} from '../storage/database/seal.ts'

const [nonceBytes, tagBytes] = [12, 16]
const headBytes = sealMagic.length + keyIdBytes + nonceBytes

/** The keys that one secret gives, each for its own purpose. */
interface Slot {
  /** Names the keys and reveals nothing about them. */
  readonly id: Buffer
  readonly forFactors: Buffer
  readonly forContent: Buffer
}

function slotOf(secret: Buffer): Slot {
  const forContent = Buffer.from(hkdfSync('sha256', secret, '', 'muster content 1', 32))
  return {
    id: createHash('sha256').update('muster key id 1').update(forContent).digest().subarray(0, keyIdBytes),
    forFactors: createHash('sha256').update('muster sealing 1').update(secret).digest(),
    forContent,
  }
}

function encrypt(key: Buffer, plain: Uint8Array, place: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function decrypt(key: Buffer, bytes: Buffer, place: string): Buffer<ArrayBuffer> {
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(-tagBytes))
  return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()])
}

export interface Sealer {
  /** ID of the key that seals, and of every key that opens. */
  readonly keyId: string
  readonly keyIds: readonly string[]
  /** For the keys of authenticator apps, by their member. */
  readonly factors: Sealing
  /** For content of the store, by its place. */
  readonly content: Seal
}

/** AES-256-GCM. The first secret seals; the others open what they sealed, during a rotation of the key. */
export function createSealer(secret: Buffer, others: readonly Buffer[] = []): Sealer {
  const current = slotOf(secret)
  const slots = [current, ...others.map(slotOf)]
  return {
    keyId: current.id.toString('hex'),
    keyIds: slots.map(({ id }) => id.toString('hex')),
    factors: factorsSealing(current, slots),
    content: contentSeal(current, slots),
  }
}

function slotNamed(slots: readonly Slot[], id: Buffer): Slot {
  const slot = slots.find((one) => one.id.equals(id))
  if (slot === undefined)
    throw new LostKeyError(`Content is sealed with the key ${id.toString('hex')}, which is not set.`)
  return slot
}

function contentSeal(current: Slot, slots: readonly Slot[]): Seal {
  return {
    seal: (plain, place) => Buffer.concat([sealMagic, current.id, encrypt(current.forContent, plain, place)]),
    open: (stored, place) => {
      if (stored.length < headBytes + tagBytes || !stored.subarray(0, sealMagic.length).equals(sealMagic)) return stored
      const { forContent } = slotNamed(slots, stored.subarray(sealMagic.length, sealMagic.length + keyIdBytes))
      return decrypt(forContent, stored.subarray(sealMagic.length + keyIdBytes), place)
    },
  }
}

const versionWithoutId = 'v1'

/** The member is authenticated with the text, so a sealed key of one member does not open for another. */
function factorsSealing(current: Slot, slots: readonly Slot[]): Sealing {
  return {
    seal: (plain, owner) => {
      const sealed = encrypt(current.forFactors, plain, owner)
      return ownedPrefixOf(current.id.toString('hex')) + sealed.toString('base64url')
    },
    open: (text, owner) => {
      const [given, ...encoded] = text.split('.')
      const parts = encoded.map((part) => Buffer.from(part, 'base64url'))
      const [id = Buffer.alloc(0), sealed = Buffer.alloc(0)] = parts
      if (given === ownedVersion) return decrypt(slotNamed(slots, id).forFactors, sealed, owner)
      if (given !== versionWithoutId) throw new Error('a sealed text has an unknown version')
      return openWithAny(slots, ({ forFactors }) => decrypt(forFactors, Buffer.concat(parts), owner))
    },
  }
}

function openWithAny(slots: readonly Slot[], open: (slot: Slot) => Buffer): Buffer {
  let failure: unknown = null
  for (const slot of slots)
    try {
      return open(slot)
    } catch (error) {
      failure = error
    }
  throw failure
}
