import {
  invalidCredentialsCode,
  invalidCredentialsMessage,
  jtiTooLongMessage,
  replayMessage,
} from '@muster/kore-api/auth-error'
import { type KoreClaims, koreClaims, longestJtiLife } from '@muster/kore-api/jwt-claims'
import { jwtVerify } from 'jose'
import { refused } from '../responses/responses.ts'
import type { SandboxResponse } from '../world.ts'
import type { PlatformKey } from './platform-key.ts'

export type Credentials = {
  readonly clientId: string
  /** May change while the sandbox runs. */
  clientSecret: string
  readonly enforceJti: boolean
  /** The encryption key for tokens; null if the app does not enforce JWE. */
  readonly platformKey: PlatformKey | null
}

/** The catch-all 401: no header, bad signature, wrong app, expired, scope missing. */
export const invalidCredentials: SandboxResponse = refused(401, invalidCredentialsMessage, invalidCredentialsCode)

const jtiMissingMessage = 'error verifying the jwt: "jti" claim is required'

/** Verifies the token of a call. Returns undefined if it is valid, otherwise the documented refusal. */
export function createAuthenticator(credentials: Credentials, now: () => number) {
  /** Used token ids, with the second they expire. */
  const used = new Map<string, number>()

  const checkTokenId = (claims: KoreClaims): SandboxResponse | undefined => {
    const jti = claims.jti ?? claims.kore_jti
    if (jti === undefined) return credentials.enforceJti ? refused(401, jtiMissingMessage) : undefined
    const seconds = Math.floor(now() / 1000)
    if (claims.exp === undefined || claims.exp - seconds > longestJtiLife) return refused(401, jtiTooLongMessage)
    if ((used.get(jti) ?? 0) > seconds) return refused(401, replayMessage)
    used.set(jti, claims.exp)
    if (used.size % 10_000 === 0) for (const [id, expiry] of used) if (expiry <= seconds) used.delete(id)
    return undefined
  }

  return async (token: string | undefined): Promise<SandboxResponse | undefined> => {
    if (token === undefined || token === '') return invalidCredentials
    const signed = credentials.platformKey === null ? token : await credentials.platformKey.open(token)
    const claims = signed === undefined ? undefined : await verified(signed, credentials.clientSecret, new Date(now()))
    if (claims === undefined) return invalidCredentials
    const app = claims.appId ?? claims.iss ?? claims.kore_iss
    if (app !== credentials.clientId) return invalidCredentials
    return checkTokenId(claims)
  }
}

async function verified(token: string, secret: string, currentDate: Date): Promise<KoreClaims | undefined> {
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), { algorithms: ['HS256'], currentDate })
    return koreClaims.safeParse(payload).data
  } catch {
    // Kore.ai's response is the same for every invalid token.
    return undefined
  }
}
