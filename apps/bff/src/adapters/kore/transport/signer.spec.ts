import { createHmac, createSecretKey, generateKeyPairSync } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compactDecrypt, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { propertyRuns } from '../../../testing/tier.ts'
import { createSigner } from './signer.ts'

const secret = createSecretKey(Buffer.from('a secret of at least thirty-two bytes'))
const settings = { clientId: 'cs-1', secret, enforceJti: true, jweKey: null }

function fakeTime(start = 1_700_000_000_500) {
  const time = { at: start, now: () => time.at }
  return time
}

test('a token has the claims that Kore.ai requires, in seconds, for at most a minute', async () => {
  const time = fakeTime()
  const token = await createSigner(settings, time).token()
  const { payload, protectedHeader } = await jwtVerify(token, secret, { currentDate: new Date(time.at) })
  expect(protectedHeader).toEqual({ alg: 'HS256', typ: 'JWT' })
  expect(payload).toEqual({
    appId: 'cs-1',
    iss: 'cs-1',
    sub: 'muster',
    iat: 1_700_000_000,
    exp: 1_700_000_060,
    jti: expect.stringMatching(/^[\w-]{22}$/),
  })
})

test('signs a new token for each attempt with enforced JTI, the same but for 128 random bits', async () => {
  const signer = createSigner(settings, fakeTime())
  const count = propertyRuns({ ci: 1000, nightly: 10_000 })
  const tokens = await Promise.all(Array.from({ length: count }, () => signer.token()))
  const ids = new Set(tokens.map((token) => decodeJwt(token).jti))
  expect(ids.size).toBe(count)
  expect([...ids].filter((id) => Buffer.from(id ?? '', 'base64url').length !== 16)).toEqual([])
  const shapes = tokens.map((token) => {
    const [head = '', claims = '', signature = ''] = token.split('.')
    const isSigned = createHmac('sha256', secret).update(`${head}.${claims}`).digest('base64url') === signature
    return JSON.stringify([decodeProtectedHeader(token), { ...decodeJwt(token), jti: '' }, isSigned])
  })
  const claims = { appId: 'cs-1', iss: 'cs-1', sub: 'muster', iat: 1_700_000_000, exp: 1_700_000_060, jti: '' }
  expect([...new Set(shapes)].map((shape): unknown => JSON.parse(shape))).toEqual([
    [{ alg: 'HS256', typ: 'JWT' }, claims, true],
  ])
})

test('no other code signs tokens', () => {
  const root = join(import.meta.dirname, '../../..')
  const signing = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/spec\.ts$|^testing|\/testing\//.test(path))
    .filter((path) => readFileSync(join(root, path), 'utf8').includes('SignJWT'))
  expect(signing).toEqual(['adapters/kore/transport/signer.ts'])
})

test('reuses a token without jti until shortly before it expires, without enforced JTI', async () => {
  const time = fakeTime()
  const signer = createSigner({ ...settings, enforceJti: false }, time)
  const first = await signer.token()
  time.at += 39_000
  expect(await signer.token()).toBe(first)
  time.at += 2_000
  const second = await signer.token()
  expect(second).not.toBe(first)
  expect(decodeJwt(second)).not.toHaveProperty('jti')
  time.at -= 86_400_000
  expect(await signer.token()).not.toBe(second)
})

test('a member named by id is the subject and never gets another member\u2019s token', async () => {
  const signer = createSigner({ ...settings, enforceJti: false }, fakeTime())
  expect(decodeJwt(await signer.token('member-1')).sub).toBe('member-1')
  expect(decodeJwt(await signer.token('member-2')).sub).toBe('member-2')
})

test('encrypts the signed token with a JWE key', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = publicKey.export({ format: 'jwk' })
  const jweKey = { kty: 'RSA' as const, n: String(jwk.n), e: String(jwk.e), kid: 'k-1' }
  const time = fakeTime()
  const token = await createSigner({ ...settings, jweKey }, time).token()
  expect(token.split('.')).toHaveLength(5)
  expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'RSA-OAEP', enc: 'A256GCM', kid: 'k-1', typ: 'JWT' })
  const { plaintext } = await compactDecrypt(token, privateKey)
  const inner = await jwtVerify(new TextDecoder().decode(plaintext), secret, { currentDate: new Date(time.at) })
  expect(inner.payload['appId']).toBe('cs-1')
})
