import { createHmac, timingSafeEqual } from 'node:crypto'

const stepMs = 30_000
const digits = 6
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Base32 without padding, as authenticator apps read a key. */
export function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

/** The code of RFC 6238 (SHA-1, 30 seconds) for a time step. */
export function totpCode(key: Uint8Array, step: number, length = digits): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', key).update(counter).digest()
  const offset = mac.readUInt8(mac.length - 1) & 0x0f
  const number = (mac.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 10 ** length
  return String(number).padStart(length, '0')
}

/** The time step of a code, at most one from now; null if the code is wrong. The caller refuses a used step. */
export function totpStep(key: Uint8Array, code: string, now: number): number | null {
  const given = Buffer.from(code)
  const current = Math.floor(now / stepMs)
  const matches = [current - 1, current, current + 1].filter((step) => {
    const expected = Buffer.from(totpCode(key, step))
    return expected.length === given.length && timingSafeEqual(expected, given)
  })
  return matches.at(-1) ?? null
}

/** The address that an authenticator app opens. */
export function totpUri(key: Uint8Array, account: string): string {
  const query = new URLSearchParams({ secret: base32(key), issuer: 'Muster' })
  return `otpauth://totp/${encodeURIComponent(`Muster:${account}`)}?${query.toString()}`
}
