import { createServer, type IncomingMessage } from 'node:http'
import { inspect } from 'node:util'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../clock.ts'
import { listen } from '../kore/testing/listen.fixture.ts'
import { connectProxy, extraCa, tlsServer } from '../kore/testing/network.fixture.ts'
import { directNetwork, type KoreNetwork } from '../kore/transport/settings.ts'
import { createIdentityProvider } from './identity-provider.ts'

const attempt = { state: 's'.repeat(43), nonce: 'n'.repeat(43), verifier: 'v'.repeat(64), fresh: false, createdAt: 0 }

/** A provider with a certificate of a private authority, which signs one person in. Returns its issuer for a name. */
async function tlsProvider(name: 'kore.test' | 'localhost', jwksUri?: string): Promise<string> {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const key = { ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'RS256', use: 'sig' }
  const respondTo = async ({ url: path }: IncomingMessage, issuer: string): Promise<object> => {
    if (path === '/keys') return { keys: [key] }
    if (path !== '/token')
      return {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: jwksUri ?? `${issuer}/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
        response_types_supported: ['code'],
      }
    const claims = { email: 'ana@acme.example', email_verified: true, nonce: attempt.nonce, azp: 'muster' }
    const token = new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'key-1' }).setSubject('sub-ana')
    const signed = token.setIssuer(issuer).setAudience('muster').setIssuedAt().setExpirationTime('5m')
    return { access_token: 'x', token_type: 'Bearer', id_token: await signed.sign(privateKey) }
  }
  let issuer = ''
  const port = await tlsServer((request, response) => {
    void respondTo(request, issuer).then((body) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(body))
    })
  })
  issuer = `https://${name}:${port}`
  return issuer
}

const providerAt = (issuer: string, network: Partial<KoreNetwork>, warned: unknown[] = []) =>
  createIdentityProvider(
    {
      issuer,
      clientId: 'muster',
      clientSecret: Buffer.from('a client secret of the tests'),
      name: 'Acme',
      scopes: 'openid email',
      rolesClaim: 'groups',
      trustEmail: false,
      acrValues: [],
      timeoutMs: 20_000,
    },
    {
      clock: systemClock,
      network: { ...directNetwork, ...network },
      redirectUri: () => 'https://muster.example.com/api/oidc/callback',
      warn: (facts) => void warned.push(facts),
    },
  )

async function signIn(issuer: string, network: Partial<KoreNetwork>, warned: unknown[] = []) {
  const provider = providerAt(issuer, network, warned)
  try {
    return await provider.redeem(new URLSearchParams({ code: 'c', state: attempt.state }), attempt)
  } finally {
    await provider.close()
  }
}

const ana = { ok: true, identity: { subject: 'sub-ana', verifiedEmail: 'ana@acme.example' } }

test('metadata, keys and tokens go through the proxy, which resolves the provider, with a private authority', async () => {
  const issuer = await tlsProvider('kore.test')
  const proxy = await connectProxy({ credential: 'muster:a b' })
  const proxyUrl = `http://muster:a%20b@127.0.0.1:${proxy.port}`
  expect(await signIn(issuer, { extraCa, proxyUrl })).toMatchObject(ana)
  expect(new Set(proxy.tunnels)).toEqual(new Set([issuer.slice('https://'.length)]))
  const other = `http://127.0.0.1:${proxy.port}`
  expect(await signIn(issuer, { extraCa, proxyUrl: other })).toMatchObject({ ok: false, refusal: 'unreachable' })
})

test('a private authority is trusted only if it is configured, and NO_PROXY bypasses the proxy', async () => {
  const issuer = await tlsProvider('localhost')
  const proxy = await connectProxy()
  const proxyUrl = `http://127.0.0.1:${proxy.port}`
  expect(await signIn(issuer, { extraCa, proxyUrl, noProxy: 'localhost' })).toMatchObject(ana)
  expect(proxy.tunnels).toEqual([])
  const warned: unknown[] = []
  expect(await signIn(issuer, {}, warned)).toMatchObject({ ok: false, refusal: 'unreachable' })
  expect(inspect(warned, { depth: 10 })).toMatch(/self-signed certificate|unable to (?:get|verify)/)
})

test('no key is fetched without TLS or from a literal address that the metadata name', async () => {
  let connections = 0
  const sink = createServer((_request, response) => void response.end('{"keys":[]}'))
  sink.on('connection', () => {
    connections += 1
  })
  const port = await listen(sink)
  onTestFinished(() => void sink.close())
  const { privateKey } = await generateKeyPair('RS256')
  for (const uri of [`http://localhost:${port}/a`, `http://127.0.0.1:${port}/b`, `https://127.0.0.1:${port}/c`, 'x']) {
    const issuer = await tlsProvider('localhost', uri)
    const provider = providerAt(issuer, { extraCa })
    const token = new SignJWT({}).setProtectedHeader({ alg: 'RS256', kid: 'key-1' }).setIssuer(issuer)
    expect(await provider.verifyLogout(await token.sign(privateKey))).toBeNull()
    await provider.close()
  }
  expect(connections).toBe(0)
})
