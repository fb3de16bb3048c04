import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { ProblemError } from '../../http/problem-error.ts'

const derive = promisify(argon2)
/** OWASP's Argon2id figures: 19 MiB, two passes. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const
const prefix = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$`

/** At most two hashes at once and 50 waiting, so that a flood of sign-ins leaves the desk usable. */
const lanes = { running: 0, waiting: [] as (() => void)[] }
async function enter(): Promise<void> {
  if (lanes.running < 2) {
    lanes.running += 1
    return
  }
  if (lanes.waiting.length >= 50)
    throw new ProblemError('too_many_requests', 'Too many people are signing in at once. Try again in a few seconds.', {
      retryAfterSeconds: 5,
    })
  await new Promise<void>((resolve) => lanes.waiting.push(resolve))
}
function leave(): void {
  const next = lanes.waiting.shift()
  if (next === undefined) lanes.running -= 1
  else next()
}

async function hash(password: Buffer | string, salt: Buffer): Promise<Buffer> {
  await enter()
  try {
    const message = typeof password === 'string' ? password.normalize('NFC') : password
    return await derive('argon2id', { message, nonce: salt, ...cost })
  } finally {
    leave()
  }
}

/** A password as it is stored: Argon2id with its figures and salt. */
export async function hashPassword(password: Buffer | string): Promise<string> {
  const salt = randomBytes(16)
  const tag = await hash(password, salt)
  return `${prefix}${salt.toString('base64url')}$${tag.toString('base64url')}`
}

/** Whether a password fits. With no stored hash (unknown account) it costs the same and never fits. */
export async function passwordFits(password: Buffer | string, stored: string | null): Promise<boolean> {
  const [salt, tag] = (stored?.startsWith(prefix) === true ? stored.slice(prefix.length) : '').split('$')
  const expected = Buffer.from(tag ?? '', 'base64url')
  const actual = await hash(password, salt ? Buffer.from(salt, 'base64url') : randomBytes(16))
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}
