import { createPublicKey, randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { listAudit } from '@muster/contracts/audit'
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OidcBackend, startOidcBackend } from './oidc-backend.ts'
import { sendJson } from './test-provider.ts'

let muster: OidcBackend
beforeAll(async () => {
  muster = await startOidcBackend({ OIDC_DEFAULT_ROLE: 'viewer', OIDC_TIMEOUT_SECONDS: '8' })
  muster.provider.state.account = { sub: 'sub-ana', email: 'ana@acme.example', email_verified: true, name: 'Ana' }
}, 240_000)
afterAll(() => muster.stop())

const now = () => Math.floor(Date.now() / 1000)
/** Never responds: the limit of time ends it. */
const wait = () => undefined
const breakOff = (res: ServerResponse) => void res.destroy()
const huge = 'x'.repeat(600_000)
const { disguise, undisguise } = {
  disguise: (...args: Parameters<OidcBackend['provider']['disguise']>) => muster.provider.disguise(...args),
  undisguise: () => muster.provider.undisguise(),
}

/** First: the app has no metadata and no keys yet. */
describe('metadata and keys', () => {
  const metadata = '/.well-known/openid-configuration'
  const issuer = () => muster.provider.url
  const endpoints = () => ({
    issuer: issuer(),
    authorization_endpoint: `${issuer()}/auth`,
    token_endpoint: `${issuer()}/token`,
    jwks_uri: `${issuer()}/jwks`,
  })

  test.each<[string, (res: ServerResponse) => void]>([
    ['of another issuer', (res) => sendJson(res, { ...endpoints(), issuer: 'https://evil.example' })],
    ['behind a redirect', (res) => res.writeHead(302, { location: `${issuer()}/other` }).end()],
    ['that is a page', (res) => res.setHeader('content-type', 'text/html').end('<title>sign in</title>')],
    [
      'without an authorization endpoint',
      (res) => sendJson(res, { ...endpoints(), authorization_endpoint: undefined }),
    ],
    ['of any size', (res) => sendJson(res, { ...endpoints(), op_policy_uri: huge })],
    ['that breaks off', breakOff],
    ['that fails', (res) => res.writeHead(500).end()],
  ])('%s: the button reports that the provider does not respond', async (_name, respond) => {
    disguise(metadata, (_req, res) => respond(res))
    const { status, text } = await muster.begin(muster.newBrowser())
    undisguise()
    expect(status).toBe(502)
    expect(JSON.parse(text)).toMatchObject({
      code: 'identity_provider_unreachable',
      detail: 'Acme does not respond as it should. Try again later, or sign in another way.',
    })
  })

  test.each<[string, (res: ServerResponse) => void, string]>([
    ['that do not come', wait, 'unreachable'],
    ['of any size', (res) => sendJson(res, { keys: [], more: huge }), 'unreachable'],
    ['behind a redirect', (res) => res.writeHead(302, { location: `${issuer()}/other` }).end(), 'invalid'],
  ])('keys %s: refused', async (_name, respond, refusal) => {
    const browser = muster.newBrowser()
    const callback = await muster.toCallback(browser)
    disguise('/jwks', (_req, res) => respond(res))
    const response = await browser.send(callback)
    undisguise()
    expect(response.headers.get('location')).toBe(`/sign-in?refused=${refusal}`)
    expect(browser.cookie(muster.url, 'sid')).toBeUndefined()
  })
})

const expectRefused = (response: Response, refusal: string) => {
  expect([response.status, response.headers.get('location')]).toEqual([303, `/sign-in?refused=${refusal}`])
  expect(response.headers.getSetCookie().join()).not.toMatch(/\b(sid|device)=/)
}

describe('the callback', () => {
  test('opens a session, so the refusals below are for their reason alone', async () => {
    expect(await muster.signIn(muster.newBrowser())).toBe('/users')
  })

  test('of another browser, without cookie, or a second time is refused', async () => {
    const browser = muster.newBrowser()
    const callback = await muster.toCallback(browser)
    expectRefused(await muster.newBrowser().send(callback), 'expired')
    // Muster still waits for the browser that began.
    expect((await browser.send(callback)).headers.get('location')).toBe('/users')
    expectRefused(await browser.send(callback), 'expired')
  })

  test('with the code of another attempt is refused by PKCE; so is the cookie of another attempt', async () => {
    const [victim, attacker] = [muster.newBrowser(), muster.newBrowser()]
    const stolen = new URL(await muster.toCallback(victim))
    const own = new URL(await muster.toCallback(attacker))
    own.searchParams.set('code', stolen.searchParams.get('code') ?? '')
    expectRefused(await attacker.send(own.href), 'invalid')
    const two = muster.newBrowser()
    const first = new URL(await muster.toCallback(two))
    const second = new URL(await muster.toCallback(two))
    first.searchParams.set('state', second.searchParams.get('state') ?? '')
    expectRefused(await two.send(first.href), 'invalid')
  })

  test('without a challenge never gets a code: a downgrade of PKCE', async () => {
    const browser = muster.newBrowser()
    const url = new URL((await muster.begin(browser)).url)
    expect(url.searchParams.get('code_challenge_method')).toBe('S256')
    url.searchParams.delete('code_challenge')
    url.searchParams.delete('code_challenge_method')
    const callback = await browser.follow(url.href, (next) => next.startsWith(`${muster.url}/api/oidc/callback`))
    expect(new URL(callback).searchParams.get('code')).toBeNull()
    expectRefused(await browser.send(callback), 'denied')
  })

  test.each<[string, (query: URLSearchParams) => void, string]>([
    ['of another issuer (mix-up)', (query) => query.set('iss', 'https://evil.example'), 'invalid'],
    ['without the issuer that the metadata promises', (query) => query.delete('iss'), 'invalid'],
    ['without a code', (query) => query.delete('code'), 'invalid'],
    ['with a foreign code', (query) => query.set('code', 'made-up'), 'invalid'],
    ['without a state', (query) => query.delete('state'), 'expired'],
    ['with another state', (query) => query.set('state', 'x'.repeat(43)), 'expired'],
    ['with the start of the state', (query) => query.set('state', (query.get('state') ?? '').slice(0, 42)), 'expired'],
    ['with an ID token of its own', (query) => query.set('id_token', 'e30.e30.e30'), 'invalid'],
    ['with a response of another mode', (query) => query.set('response', 'e30.e30.e30'), 'invalid'],
    ['with an error that contains a script', (query) => query.set('error', '<script>alert(1)</script>'), 'denied'],
  ])('%s is refused', async (_name, change, refusal) => {
    const browser = muster.newBrowser()
    const url = new URL(await muster.toCallback(browser))
    change(url.searchParams)
    const response = await browser.send(url.href)
    expectRefused(response, refusal)
    expect(await response.text()).toBe('')
  })

  test('with a parameter twice is no request of a provider', async () => {
    const browser = muster.newBrowser()
    const response = await browser.send(`${await muster.toCallback(browser)}&code=another`)
    expect(response.status).toBe(400)
  })
})

/** Runs an attempt whose token response the test makes. */
async function redeem(respond: (nonce: string, res: ServerResponse) => Promise<void> | void) {
  const browser = muster.newBrowser()
  const { url } = await muster.begin(browser)
  const { nonce = '', state = '' } = Object.fromEntries(new URL(url).searchParams)
  disguise('/token', (_req, res) => void respond(nonce, res))
  const response = await browser.send(muster.provider.callbackOf(muster.url, state))
  undisguise()
  return response
}

describe('the token response', () => {
  test.each<[string, (res: ServerResponse) => void, string]>([
    [
      'that is an error',
      (res) => {
        res.statusCode = 400
        sendJson(res, { error: 'invalid_grant' })
      },
      'invalid',
    ],
    ['behind a redirect', (res) => res.writeHead(307, { location: 'https://evil.example/token' }).end(), 'invalid'],
    ['without an ID token', (res) => sendJson(res, { access_token: 'a', token_type: 'Bearer' }), 'invalid'],
    [
      'of any size',
      (res) => sendJson(res, { access_token: huge, token_type: 'Bearer', id_token: huge }),
      'unreachable',
    ],
    ['that breaks off', breakOff, 'unreachable'],
    ['that is cut', (res) => res.setHeader('content-type', 'application/json').end('{"access_token":'), 'invalid'],
  ])('%s is refused', async (_name, respond, refusal) => {
    expectRefused(await redeem((_nonce, res) => respond(res)), refusal)
  })
})

type Made = (claims: Record<string, unknown>) => Promise<string> | string
const sign: Made = (claims) => muster.provider.sign(claims)
const without =
  (name: string): Made =>
  (claims) => {
    const { [name]: _gone, ...rest } = claims
    return sign(rest)
  }
const withClaims =
  (more: () => Record<string, unknown>): Made =>
  (claims) =>
    sign({ ...claims, ...more() })

async function byForeignKey(claims: Record<string, unknown>, header: Record<string, unknown>) {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const jwk = await exportJWK(publicKey)
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', ...header, ...('jwk' in header ? { jwk } : {}) })
    .sign(privateKey)
}

async function byPublicKeyAsSecret(claims: Record<string, unknown>) {
  const pem = await exportSPKI(muster.provider.publicKey)
  expect(createPublicKey(pem).asymmetricKeyType).toBe('rsa')
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'key-1' }).sign(Buffer.from(pem))
}

describe('an ID token', () => {
  test('with every claim opens a session, so the refusals below are for their reason alone', async () => {
    const response = await redeem(async (nonce, res) => {
      sendJson(res, muster.provider.tokens(await sign(muster.provider.claims(nonce))))
    })
    expect([response.status, response.headers.get('location')]).toEqual([303, '/users'])
  })

  test.each<[string, Made]>([
    ['of another issuer', withClaims(() => ({ iss: 'https://evil.example' }))],
    ['of the issuer with a slash', withClaims(() => ({ iss: `${muster.provider.url}/` }))],
    ['of another client', withClaims(() => ({ aud: 'another-app' }))],
    ['of two clients', withClaims(() => ({ aud: ['muster', 'another-app'] }))],
    ['for another authorized party', withClaims(() => ({ azp: 'another-app' }))],
    ['for two clients and another party', withClaims(() => ({ aud: ['muster', 'b'], azp: 'b' }))],
    ['without an audience', without('aud')],
    ['with another nonce', withClaims(() => ({ nonce: 'another' }))],
    ['without a nonce', without('nonce')],
    ['that has expired', withClaims(() => ({ exp: now() - 120 }))],
    ['without an expiry', without('exp')],
    ['of the future', withClaims(() => ({ iat: now() + 3600, exp: now() + 7200 }))],
    ['not valid yet', withClaims(() => ({ nbf: now() + 3600 }))],
    ['without the time of issue', without('iat')],
    ['without a subject', without('sub')],
    ['with an empty subject', withClaims(() => ({ sub: '' }))],
    ['with a list of subjects', withClaims(() => ({ sub: ['sub-ana'] }))],
    ['with a subject of controls', withClaims(() => ({ sub: 'sub\0ana' }))],
    ['with a subject of any length', withClaims(() => ({ sub: 'x'.repeat(256) }))],
    ['of a sign-in in the future', withClaims(() => ({ auth_time: now() + 3600 }))],
    ['without a signature', (claims) => new UnsecuredJWT(claims).encode()],
    ['signed with the public key as a secret', byPublicKeyAsSecret],
    ['signed by another key under the same ID', (claims) => byForeignKey(claims, { kid: 'key-1' })],
    ['signed by another key under an unknown ID', (claims) => byForeignKey(claims, { kid: 'key-2' })],
    ['with its own key in the header', (claims) => byForeignKey(claims, { jwk: {} })],
    [
      'with the address of its own key',
      (claims) => byForeignKey(claims, { kid: 'key-1', jku: 'https://evil.example' }),
    ],
    [
      'with an unknown critical header',
      (claims) => muster.provider.sign(claims, { crit: ['exp2'], exp2: 1 }, { crit: { exp2: true } }),
    ],
    [
      'with another payload under the signature',
      async (claims) => swap(await sign(claims), { ...claims, sub: 'sub-owner' }),
    ],
    ['in five parts', () => 'e30.e30.e30.e30.e30'],
    ['that is no token', () => 'not-a-token'],
  ])('%s is refused', async (_name, make) => {
    const response = await redeem(async (nonce, res) => {
      sendJson(res, muster.provider.tokens(await make(muster.provider.claims(nonce))))
    })
    expectRefused(response, 'invalid')
  })

  test('alone gives the time and the factors of the sign-in: user info has no signature', async () => {
    const response = await redeem(async (nonce, res) => {
      const { email: _email, auth_time: _at, sid: _sid, ...claims } = muster.provider.claims(nonce)
      const proof = { auth_time: now(), amr: ['hwk'], acr: 'gold', sid: 'sid-2' }
      const una = { sub: 'sub-una', email: 'una@acme.example', email_verified: true, name: 'Una' }
      disguise('/me', (_req, info) => sendJson(info, { ...una, ...proof }))
      sendJson(res, muster.provider.tokens(await sign({ ...claims, sub: una.sub, name: una.name })))
    })
    expect(response.headers.get('location')).toBe('/users')
    const { items } = await muster.api.call(listAudit, { query: { action: 'session.signed_in', limit: 1 } })
    expect(items[0]?.sentence).toMatch(/^Una signed in with Acme from /)
  })

  test('with the user info of another subject is refused', async () => {
    const response = await redeem(async (nonce, res) => {
      const { email: _email, ...claims } = muster.provider.claims(nonce)
      disguise('/me', (_req, info) =>
        sendJson(info, { sub: 'sub-owner', email: 'owner@example.com', email_verified: true }),
      )
      sendJson(res, muster.provider.tokens(await sign(claims)))
    })
    expectRefused(response, 'invalid')
  })
})

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const swap = (token: string, claims: unknown) => token.replace(/\.[^.]+\./, `.${encode(claims)}.`)

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'
const logoutClaims = (more: Record<string, unknown> = {}) => ({
  iss: muster.provider.url,
  aud: 'muster',
  iat: now(),
  exp: now() + 60,
  jti: randomUUID(),
  sub: 'sub-ana',
  events: { [logoutEvent]: {} },
  ...more,
})
/** As the provider sends it: a server, without cookie and `Origin`. */
const logOut = (form: string | URLSearchParams, headers: Record<string, string> = {}) =>
  fetch(`${muster.url}/api/oidc/back-channel-logout`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: form.toString(),
  })
const formOf = (token: string) => new URLSearchParams({ logout_token: token })

describe('a back-channel logout', () => {
  test('ends the session that the provider opened, and no other', async () => {
    const [leaving, staying] = [muster.newBrowser(), muster.newBrowser()]
    await muster.signIn(leaving)
    await muster.signIn(staying)
    const page = await (await leaving.send(`${muster.provider.url}/session/end`)).text()
    const [action, xsrf] = [
      /action="([^"]+)"/.exec(page)?.[1] ?? '',
      /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? '',
    ]
    await leaving.send(action, { method: 'POST', body: new URLSearchParams({ xsrf, logout: 'yes' }) })
    await expect.poll(async () => (await muster.sessionOf(leaving)).member, { timeout: 30_000 }).toBeNull()
    expect((await muster.sessionOf(staying)).member?.name).toBe('Ana')
    const { items } = await muster.api.call(listAudit, { query: { action: 'session.signed_out', limit: 1 } })
    expect(items[0]?.sentence).toBe('Acme signed ana@acme.example out: 1 session ended')
  })

  test('of a subject ends its sessions and their open streams; the token works once', async () => {
    const browser = muster.newBrowser()
    await muster.signIn(browser)
    const stream = await browser.send(`${muster.url}/api/events`)
    const ended = stream.body?.pipeTo(new WritableStream())
    const token = await muster.provider.sign(logoutClaims(), { typ: 'logout+jwt' })
    expect((await logOut(formOf(token))).status).toBe(200)
    await ended
    expect((await muster.sessionOf(browser)).member).toBeNull()
    expect((await logOut(formOf(token))).status).toBe(400)
  })

  test.each<[string, () => Promise<string> | string]>([
    ['of another issuer', () => muster.provider.sign(logoutClaims({ iss: 'https://evil.example' }))],
    ['for another client', () => muster.provider.sign(logoutClaims({ aud: 'another-app' }))],
    ['without its event', () => muster.provider.sign(logoutClaims({ events: {} }))],
    ['with its event as text', () => muster.provider.sign(logoutClaims({ events: logoutEvent }))],
    ['with a nonce', () => muster.provider.sign(logoutClaims({ nonce: 'n' }))],
    ['without an ID', () => muster.provider.sign(logoutClaims({ jti: undefined }))],
    ['of no session and no subject', () => muster.provider.sign(logoutClaims({ sub: undefined }))],
    ['of a subject that is no text', () => muster.provider.sign(logoutClaims({ sub: 7, sid: 's' }))],
    ['without the time of issue', () => muster.provider.sign(logoutClaims({ iat: undefined }))],
    ['of an hour ago', () => muster.provider.sign(logoutClaims({ iat: now() - 3600 }))],
    ['of the future', () => muster.provider.sign(logoutClaims({ iat: now() + 3600, exp: now() + 7200 }))],
    ['that has expired', () => muster.provider.sign(logoutClaims({ exp: now() - 120 }))],
    ['of the type of an access token', () => muster.provider.sign(logoutClaims(), { typ: 'at+jwt' })],
    ['without a signature', () => new UnsecuredJWT(logoutClaims()).encode()],
    ['signed with the public key as a secret', () => byPublicKeyAsSecret(logoutClaims())],
    ['signed by another key', () => byForeignKey(logoutClaims(), { kid: 'key-1' })],
    ['that is an ID token', () => muster.provider.sign(muster.provider.claims('n'))],
    ['that is no token', () => 'not-a-token'],
  ])('%s ends no session', async (_name, make) => {
    const response = await logOut(formOf(await make()))
    expect([response.status, await response.json()]).toEqual([400, { error: 'invalid_request' }])
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  test('twice in a form, as JSON, or from a browser is refused', async () => {
    const token = await muster.provider.sign(logoutClaims())
    expect((await logOut(`logout_token=${token}&logout_token=${token}`)).status).toBe(400)
    expect((await logOut('{}', { 'content-type': 'application/json' })).status).toBe(415)
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }])
      expect((await logOut(formOf(token), headers)).status).toBe(403)
    expect((await logOut(formOf(token))).status).toBe(200)
  })
})
