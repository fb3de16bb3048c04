import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { scrubToken } from './token-scrub.ts'

const part = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url')
const header = part({ alg: 'HS256', typ: 'JWT' })
const payload = part({ appId: 'cs-1', iat: 1_700_000_000 })
const signature = randomBytes(32).toString('base64url')
const token = `${header}.${payload}.${signature}`
const middle = Math.floor(signature.length / 2)
const reversed = (text: string): string => Buffer.from(Buffer.from(text).toReversed()).toString()
const escaped = (before: string, radix: number, after = '') =>
  [...token].map(
    (letter) =>
      before +
      letter
        .charCodeAt(0)
        .toString(radix)
        .padStart(radix === 16 ? 2 : 1, '0') +
      after,
  )

const echoes: readonly (readonly [string, string])[] = [
  ['whole', token],
  ['behind a scheme', `Bearer ${token}`],
  ['in its three parts', JSON.stringify({ header, payload, signature })],
  ['the signature in halves', JSON.stringify([signature.slice(0, middle), signature.slice(middle)])],
  ['reversed', reversed(token)],
  ['as base64', Buffer.from(token).toString('base64')],
  ['as base64 of a line', Buffer.from(`auth: ${token}\r\n`).toString('base64')],
  ['as base64url', Buffer.from(`x${token}`).toString('base64url')],
  ['as hex', Buffer.from(token).toString('hex')],
  ['as upper-case hex', Buffer.from(token).toString('hex').toUpperCase()],
  ['behind JSON escapes', escaped('\\u00', 16).join('')],
  ['percent-encoded', escaped('%', 16).join('')],
  ['as HTML entities', escaped('&#', 10, ';').join('')],
  ['as UTF-16', [...token].join('\0')],
  ['as UTF-32, small end first', `${[...token].join('\0\0\0')}\0\0\0`],
  ['as UTF-32, big end first', [...token].map((letter) => `\0\0\0${letter}`).join('')],
  ['as escaped UTF-16', [...token].join('\\u0000')],
  ['in lines of 40', (token.match(/.{1,40}/g) ?? []).join('\n')],
]

describe('a response that echoes the token', () => {
  test.each(echoes)('%s: removes every part of the signature', (_how, echo) => {
    const clean = scrubToken(`{"msg":"ok","seen":"${echo}"}`, token)
    expect(clean).toContain('"msg":"ok"')
    expect(clean).toContain('[removed]')
    for (let at = 0; at + 15 <= signature.length; at += 1) {
      const piece = signature.slice(at, at + 15)
      for (const form of [piece, Buffer.from(piece).toString('hex'), reversed(piece)]) {
        expect(clean.toLowerCase()).not.toContain(form.toLowerCase())
      }
    }
    expect(clean).not.toContain(echo)
  })

  test('keeps a response without the token unchanged', () => {
    const body = JSON.stringify({
      requestId: 'eud-6f1d9b60-1111-5222-8333-444455556666',
      roleId: '5d9d8db30d54920a8df1e68b',
      data: randomBytes(300).toString('base64'),
      text: 'Ünïcode \\u00e4 100%25 &#228; 東京',
    })
    expect(scrubToken(body, token)).toBe(body)
  })

  test('scrubs eight megabytes in less than two seconds', () => {
    const body = randomBytes(6_000_000).toString('base64')
    const started = performance.now()
    expect(scrubToken(body, token)).toBe(body)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})
