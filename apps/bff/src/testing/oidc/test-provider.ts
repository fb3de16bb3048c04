import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT, type SignOptions } from 'jose'
import { Provider } from 'oidc-provider'

export const clientId = 'muster'
export const clientSecret = 'a client secret of the tests'
const kid = 'key-1'

/** Who signs in at the provider. */
export interface Account {
  readonly sub: string
  readonly email?: string
  readonly email_verified?: boolean
  readonly name?: string
  readonly groups?: readonly string[]
}

/** Takes over an endpoint of the provider: what it sends in its place. Null lets the provider respond. */
export type Disguise = (req: IncomingMessage, res: ServerResponse, body: URLSearchParams) => void

async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of req) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

const page =
  '<!doctype html><title>Acme</title><form method="post"><button data-untranslated>Continue as this account</button></form>'

/**
 * A real OpenID provider on real HTTP, whose endpoints a test can replace one by one. It signs `account` in: at once, or
 * with a page for a browser.
 */
export async function startTestProvider(
  musterUrl: string,
  {
    host = '127.0.0.1',
    hasPage = false,
  }: { readonly host?: 'localhost' | '127.0.0.1'; readonly hasPage?: boolean } = {},
) {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  const jwk = { ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' }
  const disguises = new Map<string, Disguise>()
  const state: { account: Account; amr: string[] } = { account: { sub: 'sub-none' }, amr: ['pwd', 'mfa'] }
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const url = `http://${host}:${typeof address === 'object' && address !== null ? address.port : 0}`
  const provider = new Provider(url, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${musterUrl}/api/oidc/callback`],
        backchannel_logout_uri: `${musterUrl}/api/oidc/back-channel-logout`,
        backchannel_logout_session_required: true,
        post_logout_redirect_uris: [`${musterUrl}/sign-in`],
      },
      {
        client_id: 'another-app',
        client_secret: clientSecret,
        redirect_uris: [`${musterUrl}/api/oidc/callback`],
      },
    ],
    // Its own dispatcher refuses addresses of this machine.
    fetch: async (to, { method = 'GET', headers = {}, body = null } = {}) => fetch(to, { method, headers, body }),
    jwks: { keys: [jwk] },
    cookies: { keys: ['a key of the tests'] },
    claims: {
      openid: ['sub', 'sid', 'auth_time', 'amr'],
      email: ['email', 'email_verified'],
      profile: ['name', 'groups'],
    },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, id) => ({ accountId: id, claims: async () => ({ ...state.account, sub: id }) }),
    loadExistingGrant: async (context) => {
      const { client, account } = context.oidc
      const grant = new provider.Grant({ clientId: client?.clientId ?? '', accountId: account?.accountId ?? '' })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()
  const interact = async (req: IncomingMessage, res: ServerResponse) => {
    if (hasPage && req.method === 'GET') {
      res.setHeader('content-type', 'text/html').end(page)
      return
    }
    const login = { accountId: state.account.sub, amr: state.amr, remember: true }
    await provider.interactionFinished(req, res, { login })
  }
  const serve = async (req: IncomingMessage, res: ServerResponse) => {
    const path = (req.url ?? '').split('?')[0] ?? ''
    const disguise = disguises.get(path)
    if (disguise !== undefined) disguise(req, res, new URLSearchParams(await bodyOf(req)))
    else if (path.startsWith('/interaction/')) await interact(req, res)
    else await answer(req, res)
  }
  server.on('request', (req, res) => {
    serve(req, res).catch(() => res.destroy())
  })
  const disguise = (path: string, response: Disguise) => void disguises.set(path, response)
  /** Signs as the provider. */
  const sign = (claims: Record<string, unknown>, header: Record<string, unknown> = {}, options: SignOptions = {}) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid, ...header }).sign(privateKey, options)
  const tokens = (idToken: string) => ({ access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token: idToken })
  return {
    url,
    publicKey,
    state,
    disguise,
    undisguise: () => disguises.clear(),
    sign,
    /** A token response with this ID token. */
    tokens,
    /** Claims of a valid ID token. */
    claims: (nonce: string): Record<string, unknown> => {
      const at = Math.floor(Date.now() / 1000)
      const { account } = state
      return {
        iss: url,
        aud: clientId,
        nonce,
        iat: at,
        exp: at + 60,
        auth_time: at,
        sid: 'sid-1',
        groups: [],
        ...account,
      }
    },
    /** Makes the provider respond to every code with an ID token of these claims. */
    answerTokens: (claims: Record<string, unknown>) =>
      disguise('/token', (_req, res) => {
        void sign(claims).then((token) => sendJson(res, tokens(token)))
      }),
    /** A callback as the provider makes it. */
    callbackOf: (origin: string, of: string) =>
      `${origin}/api/oidc/callback?${new URLSearchParams({ code: 'a', state: of, iss: url }).toString()}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

export type TestProvider = Awaited<ReturnType<typeof startTestProvider>>

export const sendJson = (res: ServerResponse, value: unknown): void => {
  res.setHeader('content-type', 'application/json')
  res.end(JSON.stringify(value))
}
