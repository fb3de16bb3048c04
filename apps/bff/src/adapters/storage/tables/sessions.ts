import type { UsersTable } from '@muster/contracts/session'
import type { Language } from '@muster/core/language'
import type { Permission, Scope } from '@muster/core/permission'
import type { ColumnType } from 'kysely'

type Time = ColumnType<Date, Date, Date>
type NullableTime = ColumnType<Date | null, Date | null | undefined, Date | null>
type LinkKind = 'sign_in' | 'invitation'

export interface SessionsTables {
  /** Members who may sign in to Muster. */
  members: {
    id: string
    email: string
    name: string
    /** A built-in role, or the ID of one in `roles`. */
    role: string
    /** Groups and bots that the role is limited to, and since when; null: none. */
    scope: ColumnType<Omit<Scope, 'since'> | null, string | null | undefined, string | null>
    scope_since: NullableTime
    language: ColumnType<Language | null, Language | null | undefined, Language | null>
    users_table: ColumnType<UsersTable | null, string | null | undefined, string | null>
    password_hash: string | null
    disabled_at: ColumnType<Date | null, Date | null, Date | null>
    created_at: Time
    /** Null: invited, has never signed in. */
    joined_at: NullableTime
    /** The member whose link last replaced this member's passphrase, and when. Null: never since they joined. */
    renewed_by_id: ColumnType<string | null, string | null | undefined, string | null>
    renewed_at: NullableTime
    last_sign_in_at: NullableTime
    /** Key of the authenticator app, sealed; required at sign-in since `totp_since`. */
    totp_key: ColumnType<string | null, string | null | undefined, string | null>
    totp_since: NullableTime
    /** The last time step whose code was used. */
    totp_step: ColumnType<string | null, number | null | undefined, number | null>
  }
  /** Custom roles. */
  roles: {
    id: string
    name: string
    permissions: ColumnType<readonly Permission[], string, string>
    created_at: Time
    created_by: string
  }
  /** Live sessions; only the SHA-256 of a bearer is stored. */
  sessions: {
    id: string
    /** Its public reference for the owner: reveals nothing about the bearer. */
    ref: string
    agent: string
    member_id: string
    created_at: Time
    used_at: Time
    /** When the member last proved who they are in this session. */
    authenticated_at: Time
    /** The identity provider that opened it, its own session, and the factors that it reported. Null: opened otherwise. */
    provider_issuer: ColumnType<string | null, string | null | undefined, string | null>
    provider_sid: ColumnType<string | null, string | null | undefined, string | null>
    provider_factors: ColumnType<string | null, string | null | undefined, string | null>
    /** When, by the clock of the provider, its last proof in this session was. */
    provider_stated_at: NullableTime
  }
  /** Proofs of who the member of a session is, each for one plan and used up by its application. */
  plan_proofs: {
    session_id: string
    plan_hash: string
    at: Time
  }
  /** Links to sign in or to accept an invitation, by the SHA-256 of their token. */
  sign_in_links: {
    id: string
    kind: ColumnType<LinkKind, LinkKind | undefined, LinkKind>
    /** The browser that used a sign-in link, and may use it again. */
    device_id: ColumnType<string | null, string | null | undefined, string | null>
    member_id: string
    /** The member who issued an invitation. */
    issued_by_id: ColumnType<string | null, string | null | undefined, string | null>
    expires_at: Time
  }
  /** Unused recovery codes, by their SHA-256. */
  recovery_codes: {
    member_id: string
    hash: string
  }
  /** Public keys of members' authenticators. */
  passkeys: {
    id: string
    member_id: string
    /** As the authenticator names it, base64url. */
    credential_id: string
    name: string
    /** COSE key, base64url. */
    public_key: string
    counter: ColumnType<string, number, number>
    transports: ColumnType<readonly string[], string, string>
    synced: boolean
    added_at: Time
    last_used_at: NullableTime
  }
  /** The key of the tag in each bearer. */
  bearer_key: {
    id: ColumnType<number, number | undefined, number>
    key: string
  }
  /** Challenges that wait for a passkey, by their SHA-256; `holder`: SHA-256 of the browser or session. */
  passkey_challenges: {
    id: string
    purpose: 'use' | 'add'
    holder: string
    expires_at: Time
  }
  /** Tokens for scripts, by the SHA-256 of their secret. */
  tokens: {
    id: string
    hash: string
    member_id: string
    name: string
    permissions: ColumnType<readonly Permission[], string, string>
    created_at: Time
    expires_at: Time
    last_used_at: NullableTime
    last_used_from: ColumnType<string | null, string | null | undefined, string | null>
  }
  /** Browsers that signed a member in before, by the SHA-256 of their cookie. */
  known_devices: {
    id: string
    member_id: string
    used_at: Time
  }
  /** Consecutive wrong guesses on an account, known or not, or from a known device, by SHA-256. */
  sign_in_guesses: {
    id: string
    failures: number
    wait_until: Time
  }
  /** The credential of the break-glass account, by its SHA-256. One row at most. */
  break_glass: {
    member_id: string
    secret_hash: string
    made_by: string
    made_at: Time
    /** Null: not yet proved that the credential and the app were kept. */
    armed_at: NullableTime
    used_at: NullableTime
    used_from: ColumnType<string | null, string | null | undefined, string | null>
  }
  /** Tokens without a tag that a network had looked up in a minute. */
  token_lookups: {
    network: string
    /** Minutes since 1970. */
    minute: number
    count: number
  }
}
