import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * Bearers of sessions, devices and tokens: 256 random bits, and a tag of 64 bits that only this installation can compute. What it did
 * not create is refused without a look-up in the store, in constant time, so strangers cannot load it, nor use up the limit of others.
 */
export interface Bearers {
  create(): Promise<string>
  /** Whether this installation created the bearer. It may have ended since. */
  isOwn(bearer: string): Promise<boolean>
}

const randomLength = 43
const tagBytes = 8

/** A bearer of a version before tags. */
export const isUntagged = (bearer: string): boolean => bearer.length === randomLength

/** `key`: the same for all replicas. It lets requests reach a look-up, and opens no session. */
export function createBearers(key: () => Promise<Buffer>): Bearers {
  let read: Promise<Buffer> | null = null
  const keyOnce = () => {
    read ??= key().catch((error: unknown) => {
      read = null
      throw error
    })
    return read
  }
  const tagOf = async (random: string) =>
    createHmac('sha256', await keyOnce())
      .update('muster bearer 1')
      .update(random)
      .digest()
      .subarray(0, tagBytes)
  return {
    create: async () => {
      const random = randomBytes(32).toString('base64url')
      return `${random}${(await tagOf(random)).toString('base64url')}`
    },
    isOwn: async (bearer) => {
      const given = Buffer.from(bearer.slice(randomLength), 'base64url')
      const expected = await tagOf(bearer.slice(0, randomLength))
      return given.length === expected.length && timingSafeEqual(given, expected)
    },
  }
}
