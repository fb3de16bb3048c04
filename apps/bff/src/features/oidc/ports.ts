import type { OidcRefusal } from '@muster/contracts/oidc'
import type { AuditLine } from '@muster/core/audit/audit-line'
import type { ProviderProof } from '@muster/core/policy/provider-proof'

/** What an attempt sends to the identity provider, and compares with its response. Never leaves server and store. */
export interface AttemptSecrets {
  readonly state: string
  readonly nonce: string
  /** Of PKCE. */
  readonly verifier: string
}

/** A person as the identity provider describes them, after every check of its response. */
export interface ProvenIdentity {
  /** With the issuer, the key of a member. */
  readonly subject: string
  /** Null: absent, or the provider does not say that it verified it. */
  readonly verifiedEmail: string | null
  readonly email: string | null
  readonly name: string | null
  /** Null: the provider omitted them because there are too many. */
  readonly groups: readonly string[] | null
  /** When the person last proved who they are to the provider; null: it does not say. Milliseconds since 1970. */
  readonly authenticatedAt: number | null
  /** The same by the provider's clock, which may be ahead. */
  readonly statedAt: number | null
  /** Values of `amr` and `acr`. */
  readonly factors: readonly string[]
  /** The provider's session. */
  readonly sid: string | null
}

export type ProviderResponse =
  | { readonly ok: true; readonly identity: ProvenIdentity }
  | {
      readonly ok: false
      readonly refusal: OidcRefusal
      /** For the log: the check that failed. */
      readonly detail: string
    }

/** Claims of a logout token, after every check of it but the replay. */
export interface LogoutClaims {
  readonly id: string
  readonly expiresAt: number
  readonly subject: string | null
  readonly sid: string | null
}

/** The configured identity provider. */
export interface IdentityProvider {
  readonly name: string
  readonly issuer: string
  /** Where to send the browser. Throws `identity_provider_unreachable`. */
  authorizationUrl(attempt: AttemptSecrets & { readonly fresh: boolean }): Promise<string>
  /** Checks the parameters of a callback and redeems its code. */
  redeem(
    callback: URLSearchParams,
    attempt: AttemptSecrets & { readonly fresh: boolean; readonly createdAt: number },
  ): Promise<ProviderResponse>
  /** Where to send a browser to end the provider's session; null: the provider offers none, or does not respond. */
  signOutUrl(): Promise<string | null>
  /** Null if any check fails. Throws `identity_provider_unreachable`. */
  verifyLogout(token: string): Promise<LogoutClaims | null>
}

/** An attempt as stored until its callback, once. */
export interface Attempt extends AttemptSecrets {
  /** SHA-256 of the browser's cookie. */
  readonly id: string
  readonly createdAt: number
  /** Path of Muster to open afterwards. */
  readonly to: string
  /** The session to renew, or the one that a sign-in replaces: `SameSite` keeps its cookie from the callback. */
  readonly sessionId: string | null
  /** The member who proves again who they are; null for a sign-in. */
  readonly memberId: string | null
  /** SHA-256 of the cookie of a known device. */
  readonly deviceId: string | null
  /** The plan that the proof is for, by its hash. */
  readonly planHash: string | null
}

export interface CandidateMember {
  readonly id: string
  readonly email: string
  readonly role: string
  /** The name of a custom role. */
  readonly roleName: string | null
  /** Limited to users of groups or to roles on bots. */
  readonly isLimited: boolean
  readonly isDisabled: boolean
  readonly hasJoined: boolean
  /** Waits for their first sign-in: an open invitation, or provisioned by the identity provider. */
  readonly isInvited: boolean
}

/** A role of the store. */
export interface CustomRole {
  readonly id: string
  /** Unique whatever its case. */
  readonly name: string
  /** Only a member who may be owner has it. */
  readonly isOwner: boolean
}

/** What decides about a sign-in, read under its locks. */
export interface IdentityFacts {
  /** Locked until the sign-in has one of them. */
  readonly customRoles: readonly CustomRole[]
  /** The member of this issuer and subject. */
  readonly known: CandidateMember | null
  /** The member with the verified address. */
  readonly byEmail: CandidateMember | null
  /** Owners who can sign in, besides the known member. */
  readonly otherOwners: number
}

export type IdentityDecision =
  | { readonly kind: 'refuse'; readonly refusal: OidcRefusal; readonly endsSessionsOf: string | null }
  | {
      readonly kind: 'enter'
      readonly memberId: string
      readonly role: string
      readonly audit: readonly AuditLine[]
    }
  | {
      readonly kind: 'bind'
      readonly memberId: string
      readonly role: string
      readonly audit: readonly AuditLine[]
    }
  | {
      readonly kind: 'create'
      readonly member: { readonly email: string; readonly name: string; readonly role: string }
      readonly audit: readonly AuditLine[]
    }

export interface SignedInMember {
  readonly id: string
  readonly email: string
  readonly name: string
}

export interface OidcStore {
  /** Stores an attempt; deletes those of before `expiredBefore`. */
  addAttempt(attempt: Attempt, expiredBefore: number): Promise<void>
  /** Takes the attempt of this browser with this state: it works once. Null if there is none since `createdAfter`. */
  takeAttempt(of: {
    readonly id: string
    readonly state: string
    readonly createdAfter: number
  }): Promise<Attempt | null>
  /** Decides about an identity and applies the decision, in one transaction. */
  identify(
    identity: { readonly issuer: string; readonly subject: string; readonly email: string | null; readonly at: number },
    decide: (facts: IdentityFacts) => IdentityDecision,
  ): Promise<{ readonly member: SignedInMember } | { readonly refusal: OidcRefusal }>
  /** The member of this issuer and subject, unless disabled. */
  memberOf(issuer: string, subject: string): Promise<SignedInMember | null>
  /**
   * Ends the sessions that the provider opened for a subject, or in a session of its own. Null if this token was used
   * before. `audit` composes the entry of each member.
   */
  endProviderSessions(
    of: LogoutClaims & { readonly issuer: string; readonly at: number },
    audit: (member: SignedInMember, sessions: number) => AuditLine,
  ): Promise<number | null>
}

/** Sessions as the session feature opens them. */
export interface SessionOpener {
  /** Returns the bearers of the session, and of the device if it is a new one. */
  open(request: {
    readonly member: SignedInMember
    readonly deviceId: string | null
    readonly previousSessionId: string | null
    readonly userAgent: string | undefined
    readonly address: string
    readonly proof: ProviderProof
    readonly provider: string
  }): Promise<{ readonly bearer: string; readonly device: string | null }>
  /** Gives a live session another bearer, unless it has ended or an earlier proof was by the same authentication. */
  renew(request: {
    readonly sessionId: string
    readonly planHash: string | null
    readonly member: SignedInMember
    readonly address: string
    readonly proof: ProviderProof
    readonly provider: string
  }): Promise<{ readonly bearer: string } | { readonly refusal: 'expired' | 'not_fresh' }>
  /** SHA-256 of the device's cookie, if Muster knows it. */
  knownDevice(bearer: string | null): Promise<string | null>
}
