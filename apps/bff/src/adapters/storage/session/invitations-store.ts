import { message } from '@muster/wording/message'
import { type Kysely, sql } from 'kysely'
import type { InvitationStore, Member } from '../../../features/session/ports.ts'
import { appendAudit } from '../audit/audit-log.ts'
import type { Tables } from '../database/tables.ts'
import { membershipColumns, signedInOf } from './memberships.ts'

/** Invitations as their holder uses them, in SQL. */
export function createSqlInvitationStore(db: Kysely<Tables>): InvitationStore {
  return {
    find: async (linkId, now) => {
      const row = await openInvitation(db, linkId, now).executeTakeFirst()
      return row === undefined ? null : { email: row.email, name: row.name, expiresAt: row.expires_at.getTime() }
    },
    accept: (linkId, request) => db.transaction().execute((trx) => accept(trx, linkId, request)),
  }
}

const openInvitation = (db: Kysely<Tables>, linkId: string, now: number) =>
  db
    .selectFrom('sign_in_links')
    .innerJoin('members', 'members.id', 'sign_in_links.member_id')
    .select(['members.id', 'members.email', 'members.name', 'members.joined_at'])
    .select(['sign_in_links.issued_by_id', 'sign_in_links.expires_at'])
    .where('sign_in_links.id', '=', linkId)
    .where('sign_in_links.kind', '=', 'invitation')
    .where('sign_in_links.expires_at', '>', new Date(now))
    .where('members.disabled_at', 'is', null)

async function accept(
  trx: Kysely<Tables>,
  linkId: string,
  { passwordHash, at, address }: { passwordHash: string; at: number; address: string },
): Promise<Member | null> {
  const link = await trx.selectFrom('sign_in_links').select('member_id').where('id', '=', linkId).executeTakeFirst()
  if (link === undefined) return null
  // The member's row first, as a change of a member does; the link may end while this waits.
  await trx.selectFrom('members').select('id').where('id', '=', link.member_id).forUpdate().execute()
  const invited = await openInvitation(trx, linkId, at).forUpdate().executeTakeFirst()
  if (invited === undefined) return null
  const { id, email, name, joined_at, issued_by_id } = invited
  // A passphrase chosen anew ends whatever the old one opened.
  for (const table of ['sessions', 'known_devices', 'sign_in_links', 'recovery_codes', 'passkeys', 'tokens'] as const)
    await trx.deleteFrom(table).where('member_id', '=', id).execute()
  const member = await trx
    .updateTable('members')
    .set({
      password_hash: passwordHash,
      // For a lost phone: the new passphrase is the only factor until the member adds an app again.
      totp_key: null,
      totp_since: null,
      totp_step: null,
      ...(joined_at === null ? {} : { renewed_by_id: issued_by_id, renewed_at: new Date(at) }),
      joined_at: sql`coalesce(joined_at, ${new Date(at)})`,
    })
    .where('id', '=', id)
    .returning(['id', 'email', 'name', 'language'])
    .returning(membershipColumns)
    .executeTakeFirstOrThrow()
  const sentence = message('audit.member_joined', { member: name, address })
  await appendAudit(trx, [{ action: 'member.joined', actor: email, sentence }], new Date(at))
  return signedInOf(member)
}
