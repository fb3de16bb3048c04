import { breakGlassName } from '@muster/core/policy/break-glass'
import { absoluteMs, idleMs } from '@muster/core/policy/session-life'
import { type Kysely, type Selectable, sql } from 'kysely'
import type { MemberRecord } from '../../../features/members/ports.ts'
import type { Tables } from '../database/tables.ts'
import { type MembershipRow, membershipColumns, membershipOf } from './memberships.ts'

/** Columns of who a member is, in a query that joins `members` to another table. */
export const joinedMember = [
  'members.id as member_id',
  'members.email',
  'members.name as member_name',
  'members.language',
  ...membershipColumns,
] as const

export interface JoinedMember extends MembershipRow, Pick<Selectable<Tables['members']>, 'email' | 'language'> {
  readonly member_id: string
  readonly member_name: string
}

/** Who a member is, from the columns of `joinedMember`. */
export const memberOf = ({ member_id: id, member_name: name, email, language, ...row }: JoinedMember) => ({
  id,
  name,
  email,
  language,
  ...membershipOf(row),
})

/** Members with what the page of members shows of each, at `now`. */
export async function readMembers(db: Kysely<Tables>, now: number, id?: string): Promise<readonly MemberRecord[]> {
  const rows = await db
    .selectFrom('members')
    .select(['id', 'email', 'name', 'created_at', 'joined_at', 'disabled_at', 'last_sign_in_at'])
    .select(membershipColumns)
    .select([
      sql<boolean>`password_hash is not null`.as('has_passphrase'),
      sql<boolean>`totp_since is not null`.as('has_totp'),
      sql<number>`(select count(*)::int from passkeys where member_id = members.id)`.as('passkeys'),
      sql<number>`(select count(*)::int from sessions where member_id = members.id
        and used_at > ${new Date(now - idleMs)} and created_at > ${new Date(now - absoluteMs)})`.as('sessions'),
      sql<number>`(select count(*)::int from tokens where member_id = members.id
        and expires_at > ${new Date(now)})`.as('tokens'),
      sql<Date | null>`(select max(expires_at) from sign_in_links where member_id = members.id
        and kind = 'invitation' and expires_at > ${new Date(now)})`.as('invited_until'),
    ])
    .where('email', '<>', breakGlassName)
    .$if(id !== undefined, (query) => query.where('id', '=', id ?? ''))
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    name: row.name,
    ...membershipOf(row),
    createdAt: row.created_at.getTime(),
    joinedAt: row.joined_at?.getTime() ?? null,
    disabledAt: row.disabled_at?.getTime() ?? null,
    lastSignInAt: row.last_sign_in_at?.getTime() ?? null,
    invitedUntil: row.invited_until?.getTime() ?? null,
    sessions: row.sessions,
    tokens: row.tokens,
    hasPassphrase: row.has_passphrase,
    hasTotp: row.has_totp,
    passkeys: row.passkeys,
  }))
}
