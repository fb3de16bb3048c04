import { message } from '@muster/wording/message'
import * as oidc from 'openid-client'
import type { Clock } from '../../clock.ts'
import type { IdentityProvider, ProviderResponse } from '../../features/oidc/ports.ts'
import { ProblemError } from '../../problem-error.ts'
import type { KoreNetwork } from '../kore/transport/settings.ts'
import { createLogoutVerifier } from './logout-token.ts'
import { type Claims, claimAt, identityOf, refuseToken, toleranceSeconds } from './proven-claims.ts'
import { createProviderFetch, type ProviderFetch, ProviderUnreachable } from './provider-fetch.ts'

/** The identity provider as configured. */
export interface OidcSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: Buffer
  /** On the button: "Sign in with …". */
  readonly name: string
  readonly scopes: string
  readonly rolesClaim: string
  readonly trustEmail: boolean
  /** One of these is required as `acr`; empty: any. */
  readonly acrValues: readonly string[]
  readonly timeoutMs: number
}

interface Deps {
  readonly clock: Clock
  readonly network: KoreNetwork
  readonly redirectUri: () => string
  readonly warn: (facts: object, sentence: string) => void
}

/** Metadata is read again after this long; keys are read again by the library. */
const metadataMs = 3_600_000

const withoutSlash = (url: string) => url.replace(/\/$/, '')

/** The secret becomes a string only while a request is built. */
const authOf = (secret: Buffer): oidc.ClientAuth => {
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported
    const byPost = methods !== undefined && !methods.includes('client_secret_basic')
    const auth = byPost ? oidc.ClientSecretPost : oidc.ClientSecretBasic
    auth(secret.toString('utf8'))(server, client, body, headers)
  }
}

/** The fetch of the library: bodies of the code flow are forms. */
const libraryFetch =
  (http: ProviderFetch): oidc.CustomFetch =>
  async (url, { method, headers, body }) =>
    http.send(url, { method, headers, body: body instanceof URLSearchParams ? body.toString() : null })

async function discover(settings: OidcSettings, http: ProviderFetch): Promise<oidc.Configuration> {
  const { issuer, clientId, clientSecret } = settings
  const isPlain = issuer.startsWith('http:')
  const config = await oidc.discovery(
    new URL(issuer),
    clientId,
    { [oidc.clockTolerance]: toleranceSeconds },
    authOf(clientSecret),
    {
      [oidc.customFetch]: libraryFetch(http),
      execute: [oidc.enableNonRepudiationChecks, ...(isPlain ? [oidc.allowInsecureRequests] : [])],
      timeout: settings.timeoutMs / 1000,
    },
  )
  const found = config.serverMetadata()
  if (withoutSlash(found.issuer) !== withoutSlash(issuer)) throw new Error('the metadata is of another issuer')
  if (found.authorization_endpoint === undefined) throw new Error('the metadata has no authorization endpoint')
  return config
}

/** Whether the provider failed to respond, anywhere in the chain of causes. */
function isUnreachable(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof ProviderUnreachable) return true
  return false
}

/** Of the library's errors the code and the sentence: neither contains a claim. */
function detailOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const { cause } = error
  return cause instanceof Error ? `${error.message}: ${cause.message}` : error.message
}

function answerOf(error: unknown): ProviderResponse {
  const detail = detailOf(error)
  if (error instanceof ProblemError || isUnreachable(error)) return { ok: false, refusal: 'unreachable', detail }
  if (error instanceof oidc.AuthorizationResponseError) return { ok: false, refusal: 'denied', detail: 'error' }
  return { ok: false, refusal: 'invalid', detail }
}

/** Reads the metadata once an hour, on first use: a provider that is down does not prevent a start. */
function createMetadata(settings: OidcSettings, http: ProviderFetch, { clock, warn }: Deps) {
  let held: { readonly at: number; readonly config: Promise<oidc.Configuration> } | null = null
  return async (): Promise<oidc.Configuration> => {
    const now = clock.monotonic()
    if (held === null || now - held.at > metadataMs) held = { at: now, config: discover(settings, http) }
    const { config } = held
    try {
      return await config
    } catch (error) {
      if (held?.config === config) held = null
      warn({ error }, 'The metadata of OIDC_ISSUER could not be read; members cannot sign in through it now')
      const detail = message('problem.identity_provider', { name: settings.name })
      throw new ProblemError('identity_provider_unreachable', detail, { cause: error })
    }
  }
}

/** Adds what the ID token lacks from user info, whose subject the library compares. */
async function completed(config: oidc.Configuration, claims: Claims, token: string, { rolesClaim }: OidcSettings) {
  const isComplete = typeof claims['email'] === 'string' && claimAt(claims, rolesClaim) !== undefined
  if (isComplete || config.serverMetadata().userinfo_endpoint === undefined) return claims
  const info: Claims = await oidc.fetchUserInfo(config, token, String(claims['sub']))
  // Verified is the address beside it: not the one of the other source.
  const isSame = claims['email'] === undefined || claims['email'] === info['email']
  const verified = claims['email_verified'] ?? (isSame ? info['email_verified'] : undefined)
  // User info has no signature: it proves no authentication.
  const { auth_time: _at, acr: _acr, amr: _amr, sid: _sid, ...person } = info
  return { ...person, ...claims, email_verified: verified }
}

/** The configured provider: the code flow by `openid-client`, and what it leaves to its caller. */
export function createIdentityProvider(
  settings: OidcSettings,
  deps: Deps,
): IdentityProvider & { close(): Promise<void> } {
  const http = createProviderFetch(settings.issuer, deps.network, settings.timeoutMs)
  const metadata = createMetadata(settings, http, deps)
  const logout = createLogoutVerifier(settings, http, deps.clock)
  return {
    name: settings.name,
    issuer: settings.issuer,
    authorizationUrl: async (attempt) =>
      authorizationUrl(await metadata(), settings, { ...attempt, redirectUri: deps.redirectUri() }),
    redeem: async (callback, attempt) => {
      try {
        const config = await metadata()
        const current = new URL(`${deps.redirectUri()}?${callback.toString()}`)
        const tokens = await oidc.authorizationCodeGrant(config, current, {
          expectedState: attempt.state,
          expectedNonce: attempt.nonce,
          pkceCodeVerifier: attempt.verifier,
          idTokenExpected: true,
        })
        const claims: Claims = { ...tokens.claims() }
        const rules = { ...settings, now: deps.clock.now() }
        const refused = refuseToken(claims, attempt, rules)
        if (refused !== null) return { ok: false, ...refused }
        const all = await completed(config, claims, tokens.access_token, settings)
        return { ok: true, identity: identityOf(String(claims['sub']), all, rules) }
      } catch (error) {
        return answerOf(error)
      }
    },
    signOutUrl: async () => signOutUrl(await metadata().catch(() => null), deps.redirectUri()),
    verifyLogout: async (token) => logout((await metadata()).serverMetadata(), token),
    close: () => http.close(),
  }
}

function signOutUrl(config: oidc.Configuration | null, redirectUri: string): string | null {
  if (config?.serverMetadata().end_session_endpoint === undefined) return null
  const returnTo = new URL('/sign-in', redirectUri).href
  return oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: returnTo }).href
}

type AuthorizationRequest = Parameters<IdentityProvider['authorizationUrl']>[0]

async function authorizationUrl(
  config: oidc.Configuration,
  settings: OidcSettings,
  { state, nonce, verifier, fresh, redirectUri }: AuthorizationRequest & { readonly redirectUri: string },
): Promise<string> {
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: settings.scopes,
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(fresh ? { prompt: 'login', max_age: '0' } : {}),
    ...(settings.acrValues.length > 0 ? { acr_values: settings.acrValues.join(' ') } : {}),
  })
  return url.href
}
