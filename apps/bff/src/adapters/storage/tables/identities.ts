import type { ColumnType } from 'kysely'

type Time = ColumnType<Date, Date, Date>

export interface IdentitiesTables {
  /** Who a member is at an identity provider: issuer and subject lead to one member, and a member to one subject of each issuer. */
  member_identities: {
    issuer: string
    subject: string
    member_id: string
    bound_at: Time
  }
  /** Attempts to sign in through the identity provider, by the SHA-256 of their cookie. Each is taken once. */
  oidc_attempts: {
    id: string
    state: string
    nonce: string
    verifier: string
    path: string
    session_id: string | null
    member_id: string | null
    device_id: string | null
    plan_hash: string | null
    created_at: Time
  }
  /** What an identity provider maintains of a member by SCIM. `is_provisioned`: it added the member, who needs no invitation. */
  scim_users: {
    member_id: string
    user_name: string
    external_id: string | null
    given_name: string | null
    family_name: string | null
    is_provisioned: ColumnType<boolean, boolean, never>
    /** When provisioning last disabled the member. */
    disabled_at: ColumnType<Date | null, Date | null | undefined, Date | null>
    updated_at: Time
  }
  /** Used logout tokens, by the SHA-256 of issuer and ID, until they expire. */
  oidc_logout_tokens: {
    id: string
    expires_at: Time
  }
}
