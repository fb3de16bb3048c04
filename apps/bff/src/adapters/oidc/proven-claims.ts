import type { OidcRefusal } from '@muster/contracts/oidc'
import type { ProvenIdentity } from '../../features/oidc/ports.ts'

/** Claims of an ID token or of user info. */
export type Claims = Readonly<Record<string, unknown>>

export interface ClaimRules {
  /** Claim with the groups; a dot leads into an object: `realm_access.roles`. */
  readonly rolesClaim: string
  /** Takes an address as verified unless the provider states that it is not. */
  readonly trustEmail: boolean
}

/** Clocks of the provider and of Muster may differ by this much. */
export const toleranceSeconds = 30
const maxGroups = 2000

const plain = (value: unknown, most: number): string | null => {
  if (typeof value !== 'string') return null
  const text = value.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ').trim()
  return text === '' || text.length > most ? null : text
}

const isRecord = (value: unknown): value is Claims =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const own = (claims: Claims, name: string): unknown => (Object.hasOwn(claims, name) ? claims[name] : undefined)

/** A claim by its whole name, else by its path. */
export function claimAt(claims: Claims, path: string): unknown {
  const whole = own(claims, path)
  if (whole !== undefined) return whole
  let value: unknown = claims
  for (const name of path.split('.')) value = isRecord(value) ? own(value, name) : undefined
  return value
}

function groupsOf(claims: Claims, { rolesClaim }: ClaimRules): readonly string[] | null {
  const value = claimAt(claims, rolesClaim)
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.filter((one): one is string => typeof one === 'string').slice(0, maxGroups)
  // Entra ID replaces many groups by the address of another service.
  const elsewhere = own(claims, '_claim_names')
  const isCut = (isRecord(elsewhere) && own(elsewhere, rolesClaim) !== undefined) || own(claims, 'hasgroups') === true
  return isCut ? null : []
}

function verifiedEmail(claims: Claims, email: string | null, { trustEmail }: ClaimRules): string | null {
  const verified = own(claims, 'email_verified')
  if (verified === true || verified === 'true') return email
  return trustEmail && verified === undefined ? email : null
}

const textsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).slice(0, 10).flatMap((one) => plain(one, 60) ?? [])

/** The identity in checked claims. */
export function identityOf(
  subject: string,
  claims: Claims,
  rules: ClaimRules & { readonly now: number },
): ProvenIdentity {
  const address = plain(claims['email'], 320)
  const email = address !== null && /^[^\s@,]+@[^\s@,]+$/.test(address) ? address : null
  const at = claims['auth_time']
  const statedAt = typeof at === 'number' && Number.isFinite(at) ? at * 1000 : null
  return {
    subject,
    email,
    verifiedEmail: verifiedEmail(claims, email, rules),
    name: plain(claims['name'], 200),
    groups: groupsOf(claims, rules),
    // The provider's clock may be ahead within the tolerance; a proof of the future counts nowhere.
    authenticatedAt: statedAt === null ? null : Math.min(statedAt, rules.now),
    statedAt,
    factors: [...textsOf(claims['amr']), ...textsOf(claims['acr'])],
    sid: plain(claims['sid'], 255),
  }
}

interface TokenRules {
  readonly clientId: string
  readonly acrValues: readonly string[]
  readonly now: number
}

/** What the library leaves to its caller. Null if the ID token passes. */
export function refuseToken(
  claims: Claims,
  attempt: { readonly fresh: boolean; readonly createdAt: number },
  { clientId, acrValues, now }: TokenRules,
): { readonly refusal: OidcRefusal; readonly detail: string } | null {
  const { azp, iat, sub, acr, auth_time: at } = claims
  const latest = now / 1000 + toleranceSeconds
  if (azp !== undefined && azp !== clientId) return { refusal: 'invalid', detail: 'azp' }
  if (typeof iat !== 'number' || iat > latest) return { refusal: 'invalid', detail: 'iat' }
  if (typeof sub !== 'string' || !/^[\x20-\x7e]{1,255}$/.test(sub)) return { refusal: 'invalid', detail: 'sub' }
  if (acrValues.length > 0 && !acrValues.some((value) => value === acr)) return { refusal: 'assurance', detail: 'acr' }
  if (at !== undefined && (typeof at !== 'number' || at > latest)) return { refusal: 'invalid', detail: 'auth_time' }
  if (!attempt.fresh) return null
  const isFresh = typeof at === 'number' && at >= attempt.createdAt / 1000 - toleranceSeconds
  return isFresh ? null : { refusal: 'not_fresh', detail: 'auth_time' }
}
