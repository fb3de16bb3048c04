import type { AuditLine } from '@muster/core/audit/audit-line'
import type { Language } from '@muster/core/language'
import type { Membership, Permission } from '@muster/core/permission'

/** A token for scripts, without its secret. Times in milliseconds since 1970. */
export interface TokenRecord {
  readonly id: string
  readonly name: string
  readonly permissions: readonly Permission[]
  readonly createdAt: number
  readonly expiresAt: number
  readonly lastUsedAt: number | null
  readonly lastUsedFrom: string | null
}

export interface NewToken extends Omit<TokenRecord, 'lastUsedAt' | 'lastUsedFrom'> {
  /** SHA-256 of the secret. */
  readonly hash: string
  readonly memberId: string
}

/** A valid token with its member. */
export interface LiveToken extends TokenRecord {
  readonly member: Membership & {
    readonly id: string
    readonly email: string
    readonly name: string
    readonly language: Language | null
  }
}

export interface TokenStore {
  /** The member's tokens, newest first, also expired ones. */
  ofMember(memberId: string): Promise<readonly TokenRecord[]>
  /** Adds a token unless the member has `limit` of them; returns whether it did. */
  add(token: NewToken, limit: number, audit: AuditLine): Promise<boolean>
  /** Removes a token of the member. `audit` composes the entry, or throws to refuse. Returns whether there was one. */
  revoke(
    of: { readonly id: string; readonly memberId: string; readonly at: number },
    audit: (token: { readonly name: string; readonly member: Membership & { readonly email: string } }) => AuditLine,
  ): Promise<boolean>
  /** Null if there is none, it has expired, or its member is disabled. */
  find(hash: string, now: number): Promise<LiveToken | null>
  /** The same, counting look-ups of a network (by its SHA-256) in a minute over all replicas. Null after the `most` allowed. */
  findCounted(
    hash: string,
    now: number,
    lookup: { readonly network: string; readonly minute: number; readonly most: number },
  ): Promise<LiveToken | null>
  markUsed(hash: string, use: { readonly at: number; readonly from: string }): Promise<void>
}
