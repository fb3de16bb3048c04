import { createRemoteJWKSet, customFetch, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose'
import type { Clock } from '../../clock.ts'
import type { LogoutClaims } from '../../features/oidc/ports.ts'
import { toleranceSeconds } from './proven-claims.ts'
import { type ProviderFetch, ProviderUnreachable } from './provider-fetch.ts'

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'
/** Asymmetric ones only: with HS256 a public key would be a secret. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']
/** A token without an expiry is accepted for this long after it was issued. */
const lifeSeconds = 10 * 60

interface Issuer {
  readonly issuer: string
  readonly jwks_uri?: string
}

function keysOf(uri: string, http: ProviderFetch, timeoutMs: number) {
  const fetchKeys = async (url: string, init: { readonly headers: Headers }) =>
    http.send(url, { headers: Object.fromEntries(init.headers) })
  return createRemoteJWKSet(new URL(uri), { [customFetch]: fetchKeys, timeoutDuration: timeoutMs })
}

const text = (value: unknown): string | null =>
  typeof value === 'string' && /^[\x20-\x7e]{1,255}$/.test(value) ? value : null

function claimsOf(payload: JWTPayload, now: number): LogoutClaims | null {
  const { events, jti, iat, exp } = payload
  const [id, subject, sid] = [text(jti), text(payload.sub), text(payload['sid'])]
  const isLogout =
    typeof events === 'object' && events !== null && Object.hasOwn(events, logoutEvent) && !('nonce' in payload)
  if (!isLogout || id === null || iat === undefined || (subject === null && sid === null)) return null
  // A claim of another type is a fault, not an absent claim.
  if (('sub' in payload && subject === null) || ('sid' in payload && sid === null)) return null
  if (iat > now / 1000 + toleranceSeconds) return null
  return { id, subject, sid, expiresAt: (exp ?? iat + lifeSeconds) * 1000 }
}

/** A logout token has its own type, or none; an ID token or an access token is not one. */
function isTyped(token: string): boolean {
  const { typ } = decodeProtectedHeader(token)
  return typ === undefined || ['jwt', 'logout+jwt', 'application/logout+jwt'].includes(typ.toLowerCase())
}

/** Checks logout tokens as OpenID Connect Back-Channel Logout 1.0 requires, section 2.6. */
export function createLogoutVerifier(
  { clientId, timeoutMs }: { readonly clientId: string; readonly timeoutMs: number },
  http: ProviderFetch,
  clock: Clock,
) {
  let held: { readonly uri: string; readonly keys: ReturnType<typeof keysOf> } | null = null
  return async ({ issuer, jwks_uri: uri }: Issuer, token: string): Promise<LogoutClaims | null> => {
    if (uri === undefined) return null
    const now = clock.now()
    try {
      if (held?.uri !== uri) held = { uri, keys: keysOf(uri, http, timeoutMs) }
      if (!isTyped(token)) return null
      const { payload } = await jwtVerify(token, held.keys, {
        issuer,
        audience: clientId,
        algorithms,
        clockTolerance: toleranceSeconds,
        currentDate: new Date(now),
        maxTokenAge: lifeSeconds,
        requiredClaims: ['iat', 'jti', 'events'],
      })
      return claimsOf(payload, now)
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError || error instanceof ProviderUnreachable)
        return null
      throw error
    }
  }
}
