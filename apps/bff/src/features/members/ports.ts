import type { Lookups } from '@muster/core/account/access'
import type { AuditLine } from '@muster/core/audit/audit-line'
import type { Granted, Membership, Permission, Scope } from '@muster/core/permission'

export interface MemberRecord extends Membership {
  readonly id: string
  readonly email: string
  readonly name: string
  /** Times in milliseconds since 1970. */
  readonly createdAt: number
  /** Null: invited, has never signed in. */
  readonly joinedAt: number | null
  readonly disabledAt: number | null
  readonly lastSignInAt: number | null
  readonly invitedUntil: number | null
  readonly sessions: number
  readonly tokens: number
  readonly hasPassphrase: boolean
  readonly hasTotp: boolean
  readonly passkeys: number
}

/** The facts that a change of a member is judged by, read under the lock of the change. */
export interface MemberFacts {
  readonly actor: Granted & { readonly id: string }
  readonly member: MemberRecord
  /** Owners who can sign in, besides the member. */
  readonly otherOwners: number
}

export interface MemberChange {
  readonly role?: string
  /** Null: the role is no longer limited. */
  readonly scope?: Scope | null
  readonly disabled?: boolean
  readonly removed?: true
  /** Ends the member's sessions, and the links to sign in. */
  readonly endsSessions: boolean
  /** Ends the member's tokens for scripts. */
  readonly endsTokens?: true
  readonly audit: readonly AuditLine[]
}

export interface NewInvitation {
  /** SHA-256 of the link's token. */
  readonly linkId: string
  readonly issuedById: string
  readonly expiresAt: number
  readonly at: number
}

export interface MemberDirectory {
  list(now: number): Promise<readonly MemberRecord[]>
  get(id: string, now: number): Promise<MemberRecord | null>
  /** Adds an invited member with their link. Null if the address is taken. */
  invite(
    member: {
      readonly id: string
      readonly email: string
      readonly name: string
      readonly role: string
      readonly scope: Scope | null
    },
    invitation: NewInvitation,
    audit: AuditLine,
  ): Promise<MemberRecord | null>
  /**
   * Decides and makes a change in one transaction that locks the member, the actor and all owners, so concurrent changes
   * cannot remove the last owner together. What `decide` throws rolls back. Null if there is no such member.
   */
  change(
    request: { readonly actorId: string; readonly memberId: string; readonly at: number },
    decide: (facts: MemberFacts) => MemberChange,
  ): Promise<{ readonly endedSessions: number; readonly member: MemberRecord | null } | null>
  /** Replaces the member's links by this invitation. `decide` throws to refuse. Null if there is no such member. */
  renew(
    request: { readonly actorId: string; readonly memberId: string },
    invitation: NewInvitation,
    decide: (facts: MemberFacts) => AuditLine,
  ): Promise<MemberRecord | null>
}

/** A role as it is granted. */
export type GrantedRole = Pick<Membership, 'role' | 'roleName' | 'granted'>

/** A custom role. */
export interface RoleRecord {
  readonly id: string
  readonly name: string
  readonly permissions: readonly Permission[]
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly createdBy: string
  /** Members with this role. */
  readonly members: number
}

/** The custom roles. */
export interface RoleStore {
  /** By name. */
  list(): Promise<readonly RoleRecord[]>
  /** False if the name is taken. */
  add(role: Omit<RoleRecord, 'members'>, audit: AuditLine): Promise<boolean>
  /**
   * Replaces the name and the permissions, and ends the sessions of its members. `judge` gets the role under its lock,
   * with the addresses of its members who are not disabled, and throws to refuse. False if the name is taken; null if there is no such role.
   */
  change(
    role: Pick<RoleRecord, 'id' | 'name' | 'permissions'> & { readonly at: number },
    judge: (stored: RoleRecord, holders: readonly string[]) => AuditLine,
  ): Promise<boolean | null>
  /** Removes a role that no member has. `judge` gets it under its lock and throws to refuse. False if there is none. */
  remove(id: string, at: number, judge: (stored: RoleRecord) => AuditLine): Promise<boolean>
}

/** Names of groups and bots. */
export interface ScopeNames {
  lookups(): Promise<Lookups>
}
