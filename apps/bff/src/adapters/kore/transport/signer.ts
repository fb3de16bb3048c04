import { createPublicKey, type KeyObject, randomBytes } from 'node:crypto'
import { CompactEncrypt, SignJWT } from 'jose'
import type { Clock } from '../../../clock.ts'
import type { SecretSlot } from './secret-slots.ts'
import type { KoreSettings } from './settings.ts'

/** Lifetime of a token in seconds. Kore.ai allows an hour with `jti` (SDK security page); a call needs far less. */
const lifeSeconds = 60
/** A cached token is not used in its last seconds, because it could expire on the way. */
const spareSeconds = 20

export interface Signer {
  /** A token for the header `auth`; with enforced JTI a new one every time. `subject` defaults to "muster". */
  token(subject?: string, slot?: SecretSlot): Promise<string>
}

type SignerSettings = Pick<KoreSettings, 'clientId' | 'secret' | 'nextSecret' | 'enforceJti' | 'jweKey'>

/**
 * Signs Kore.ai's JWT (api-introduction): HS256, `appId` and `iss` are both the client id, times in seconds. The only code
 * that uses the secret.
 */
export function createSigner(settings: SignerSettings, clock: Pick<Clock, 'now'>): Signer {
  const encryptFor = settings.jweKey === null ? null : { kid: settings.jweKey.kid, key: rsaKey(settings.jweKey) }
  const cached = new Map<string, { readonly token: Promise<string>; readonly until: number }>()
  const mint = async (subject: string, slot: SecretSlot, now: number) => {
    const iat = Math.floor(now / 1_000)
    const claims = new SignJWT({ appId: settings.clientId })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(settings.clientId)
      .setSubject(subject)
      .setIssuedAt(iat)
      .setExpirationTime(iat + lifeSeconds)
    // A reused token has no jti: the platform refuses a repeated one as a replay even if the app does not enforce it.
    if (settings.enforceJti) claims.setJti(randomBytes(16).toString('base64url'))
    const signed = await claims.sign(secretIn(settings, slot))
    return encryptFor === null ? signed : encrypt(signed, encryptFor)
  }
  return {
    token: async (subject = 'muster', slot = 'current') => {
      const now = clock.now()
      if (settings.enforceJti) return mint(subject, slot, now)
      const held = cached.get(`${slot} ${subject}`)
      if (held !== undefined && now < held.until && now > held.until - lifeSeconds * 1_000) return held.token
      const token = mint(subject, slot, now)
      if (cached.size > 500) cached.clear()
      cached.set(`${slot} ${subject}`, { token, until: now + (lifeSeconds - spareSeconds) * 1_000 })
      return token
    },
  }
}

function secretIn({ secret, nextSecret }: SignerSettings, slot: SecretSlot): KeyObject {
  return slot === 'next' && nextSecret != null ? nextSecret : secret
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
