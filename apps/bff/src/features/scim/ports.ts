import type { AuditLine } from '@muster/core/audit/audit-line'
import type { MemberRole } from '@muster/core/permission'

/** Attributes that the identity provider maintains. */
export interface ScimAttributes {
  readonly userName: string
  readonly externalId: string | null
  readonly email: string
  /** As Muster shows it. */
  readonly name: string
  readonly givenName: string | null
  readonly familyName: string | null
}

/** A member as SCIM sees them. Times in milliseconds since 1970. */
export interface ProvisionedMember extends ScimAttributes {
  readonly id: string
  readonly role: string
  readonly isActive: boolean
  /** Provisioning disabled them, not an owner or Muster. */
  readonly isDisabledByProvisioning: boolean
  readonly createdAt: number
  readonly updatedAt: number
}

export interface ScimFilter {
  readonly by: 'id' | 'userName' | 'externalId' | 'email'
  readonly value: string
}

/** The facts that a change is judged by, read under its lock. */
export interface ProvisioningFacts {
  readonly member: ProvisionedMember
  /** Whether the member has ever signed in. */
  readonly hasJoined: boolean
  /** An owner, also by a custom role. */
  readonly isOwner: boolean
  /** Owners who can sign in, besides the member. */
  readonly otherOwners: number
}

export interface ProvisioningChange {
  /** Null: unchanged. Another address ends the member's open links. */
  readonly attributes: ScimAttributes | null
  /** True disables and false enables; null: unchanged. Disabling ends sessions, links and tokens. */
  readonly disabled: boolean | null
  readonly removed: boolean
  readonly audit: readonly AuditLine[]
}

export interface ProvisioningStore {
  /** A page of members in the order in which they were added. */
  list(
    filter: ScimFilter | null,
    page: { readonly offset: number; readonly limit: number },
  ): Promise<{ readonly total: number; readonly items: readonly ProvisionedMember[] }>
  /** Null if user name, external ID or address is taken. */
  create(
    member: ScimAttributes & {
      readonly id: string
      readonly role: MemberRole
      readonly isActive: boolean
      readonly at: number
    },
    audit: AuditLine,
  ): Promise<ProvisionedMember | null>
  /**
   * Decides and makes a change in one transaction, under the locks of a change of a member. What `decide` throws rolls
   * back. `missing`: no such member, or the actor is none any more; `taken`: another member has an attribute.
   */
  change(
    request: { readonly actorId: string; readonly memberId: string; readonly at: number },
    decide: (facts: ProvisioningFacts) => ProvisioningChange,
  ): Promise<ProvisionedMember | 'removed' | 'missing' | 'taken'>
}
