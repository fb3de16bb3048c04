import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)
/** OWASP's Argon2id parameters: 19 MiB, two passes. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const
const prefix = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$`
const stored =
  /^\$argon2id\$v=19\$m=(?<memory>\d{1,7}),t=(?<passes>\d{1,2}),p=(?<parallelism>\d)\$(?<salt>[\w-]+)\$(?<tag>[\w-]+)$/

/**
 * The hashed bytes: UTF-8 in normalization form KC, so a password matches regardless of how a keyboard or a file
 * composes its letters. Bytes that are not UTF-8 stay unchanged.
 */
function messageOf(password: Buffer | string): Buffer | string {
  const text = typeof password === 'string' ? password : password.toString('utf8')
  if (typeof password !== 'string' && !Buffer.from(text).equals(password)) return password
  return text.normalize('NFKC')
}

const hash = (password: Buffer | string, salt: Buffer, by: Readonly<Record<keyof typeof cost, number>> = cost) =>
  derive('argon2id', { message: messageOf(password), nonce: salt, ...by })

/** A password as stored: Argon2id with its parameters and salt. */
export async function hashPassword(password: Buffer | string): Promise<string> {
  const salt = randomBytes(16)
  const tag = await hash(password, salt)
  return `${prefix}${salt.toString('base64url')}$${tag.toString('base64url')}`
}

/** Whether a stored hash costs a guesser less than today's. */
export function isWeakHash(kept: string): boolean {
  const { memory, passes } = stored.exec(kept)?.groups ?? {}
  return Number(memory) < cost.memory || Number(passes) < cost.passes
}

/**
 * Whether a password matches, by the parameters that it was stored with: other ones in a later version lock no one out.
 * Without a stored hash (unknown account) it takes the time of today's and never matches.
 */
export async function passwordFits(password: Buffer | string, kept: string | null): Promise<boolean> {
  const { memory, passes, parallelism, salt, tag } = stored.exec(kept ?? '')?.groups ?? {}
  const expected = Buffer.from(tag ?? '', 'base64url')
  if (salt === undefined || expected.length === 0) {
    await hash(password, randomBytes(16))
    return false
  }
  const by = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  const actual = await hash(password, Buffer.from(salt, 'base64url'), { ...by, tagLength: expected.length })
  return timingSafeEqual(expected, actual)
}
