import { createPublicKey, type KeyObject, randomBytes } from 'node:crypto'
import { CompactEncrypt, SignJWT } from 'jose'
import type { Clock } from '../../../clock.ts'
import type { KoreSettings } from './settings.ts'

/** Lifetime of a token in seconds. Kore.ai allows an hour with `jti` (SDK security page); a call needs far less. */
const lifeSeconds = 60
/** A cached token is not used in its last seconds, because it could expire on the way. */
const spareSeconds = 20

export interface Signer {
  /** A token for the header `auth`; with enforced JTI a new one every time. `subject` defaults to "muster". */
  token(subject?: string): Promise<string>
}

type SignerSettings = Pick<KoreSettings, 'clientId' | 'secret' | 'enforceJti' | 'jweKey'>

/**
 * Signs Kore.ai's JWT (api-introduction): HS256, `appId` and `iss` are both the client id, times in seconds. The only code
 * that uses the secret.
 */
export function createSigner(settings: SignerSettings, clock: Pick<Clock, 'now'>): Signer {
  const encryptFor = settings.jweKey === null ? null : { kid: settings.jweKey.kid, key: rsaKey(settings.jweKey) }
  const cached = new Map<string, { readonly token: Promise<string>; readonly until: number }>()
  const mint = async (subject: string, now: number) => {
    const iat = Math.floor(now / 1_000)
    const claims = new SignJWT({ appId: settings.clientId })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(settings.clientId)
      .setSubject(subject)
      .setIssuedAt(iat)
      .setExpirationTime(iat + lifeSeconds)
    // A reused token has no jti: the platform refuses a repeated one as a replay even if the app does not enforce it.
    if (settings.enforceJti) claims.setJti(randomBytes(16).toString('base64url'))
    const signed = await claims.sign(settings.secret)
    return encryptFor === null ? signed : encrypt(signed, encryptFor)
  }
  return {
    token: async (subject = 'muster') => {
      const now = clock.now()
      if (settings.enforceJti) return mint(subject, now)
      const held = cached.get(subject)
      if (held !== undefined && now < held.until && now > held.until - lifeSeconds * 1_000) return held.token
      const token = mint(subject, now)
      if (cached.size > 500) cached.clear()
      cached.set(subject, { token, until: now + (lifeSeconds - spareSeconds) * 1_000 })
      return token
    },
  }
}

function rsaKey(jwk: { kty: string; n: string; e: string }): KeyObject {
  return createPublicKey({ key: { kty: jwk.kty, n: jwk.n, e: jwk.e }, format: 'jwk' })
}

/** Nested: the signed token inside. No page documents that the inner token must be signed; this is our interpretation. */
function encrypt(signed: string, to: { kid: string; key: KeyObject }): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(signed))
    .setProtectedHeader({ alg: 'RSA-OAEP', enc: 'A256GCM', kid: to.kid, typ: 'JWT', cty: 'JWT' })
    .encrypt(to.key)
}
