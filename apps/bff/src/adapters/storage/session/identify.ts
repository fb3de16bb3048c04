import type { AuditLine } from '@muster/core/audit/audit-line'
import { actsAsOwner } from '@muster/core/permission'
import { breakGlassName } from '@muster/core/policy/break-glass'
import { foldAddress } from '@muster/core/text/fold-address'
import { type Kysely, sql, type Transaction } from 'kysely'
import type {
  CandidateMember,
  IdentityDecision,
  IdentityFacts,
  OidcStore,
  SignedInMember,
} from '../../../features/oidc/ports.ts'
import { appendAudit } from '../audit/audit-log.ts'
import { newId } from '../database/new-id.ts'
import { storableText } from '../database/storable-json.ts'
import type { Tables } from '../database/tables.ts'
import { isPermission, membershipColumns, membershipOf } from './memberships.ts'
import { setRole } from './set-role.ts'

type Trx = Transaction<Tables>
type Identity = Parameters<OidcStore['identify']>[0]

/** Applies the decision about an identity: finds its member, binds one or makes one. Sign-ins of one identity take turns. */
export async function identify(
  trx: Trx,
  identity: Identity,
  decide: (facts: IdentityFacts) => IdentityDecision,
): Promise<
  { readonly member: SignedInMember } | { readonly refusal: (IdentityDecision & { kind: 'refuse' })['refusal'] }
> {
  const { issuer, subject, email, at } = identity
  await sql`select pg_advisory_xact_lock(hashtextextended(${JSON.stringify(['oidc', issuer, subject])}, 0))`.execute(
    trx,
  )
  const ids = { known: await knownId(trx, identity), byEmail: email === null ? null : await idOf(trx, email) }
  const decision = decide(await lockFacts(trx, ids, { email, at }))
  if (decision.kind === 'refuse') {
    if (decision.endsSessionsOf !== null)
      await trx.deleteFrom('sessions').where('member_id', '=', decision.endsSessionsOf).execute()
    return { refusal: decision.refusal }
  }
  const paused: AuditLine[] = []
  const member = await apply(trx, decision, { ...identity, paused })
  if (member === null) return { refusal: 'no_invitation' }
  await appendAudit(trx, [...decision.audit, ...paused], new Date(at))
  return { member }
}

async function knownId(trx: Trx, { issuer, subject }: Identity): Promise<string | null> {
  const row = await trx
    .selectFrom('member_identities')
    .select('member_id')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row?.member_id ?? null
}

async function idOf(trx: Trx, email: string): Promise<string | null> {
  const row = await trx
    .selectFrom('members')
    .select('id')
    .where(sql`lower(email collate "C")`, '=', foldAddress(storableText(email)))
    .executeTakeFirst()
  return row?.id ?? null
}

/** Locks the candidates and all owners in the order of their ids, as a change of a member does. */
async function lockFacts(
  trx: Trx,
  { known, byEmail }: { known: string | null; byEmail: string | null },
  { email, at }: { email: string | null; at: number },
): Promise<IdentityFacts> {
  const ids = [known, byEmail].filter((id) => id !== null)
  const rows = await trx
    .selectFrom('members')
    .select(['id', 'email', 'disabled_at', 'joined_at'])
    .select(membershipColumns)
    .where((where) => where.or([where('role', '=', 'owner'), ...(ids.length > 0 ? [where('id', 'in', ids)] : [])]))
    .orderBy('id')
    .forUpdate()
    .execute()
  const candidates = await Promise.all(
    [known, byEmail].map(async (id): Promise<CandidateMember | null> => {
      const row = rows.find((one) => one.id === id)
      if (row === undefined) return null
      const { id: memberId, email: address, disabled_at, joined_at } = row
      const { role, roleName, scope } = membershipOf(row)
      const isInvited =
        (await hasOpenInvitation(trx, row.id, at)) || (joined_at === null && (await isProvisioned(trx, row.id)))
      const member = { id: memberId, email: address, role, roleName, isLimited: scope !== null }
      return { ...member, isDisabled: disabled_at !== null, hasJoined: joined_at !== null, isInvited }
    }),
  )
  const otherOwners = rows.filter((row) => isActiveOwner(row) && row.id !== (known ?? byEmail)).length
  const [owner = null, addressee = null] = candidates
  // The address may have changed until the lock.
  const isAddressee = addressee !== null && foldAddress(addressee.email) === foldAddress(storableText(email ?? ''))
  const customRoles = await lockRoles(trx)
  return { known: owner, byEmail: isAddressee ? addressee : null, otherOwners, customRoles }
}

/** After the members, as a change of a member locks them. So no role is removed before a member has it. */
async function lockRoles(trx: Trx): Promise<IdentityFacts['customRoles']> {
  const roles = await trx.selectFrom('roles').select(['id', 'name', 'permissions']).orderBy('id').forShare().execute()
  return roles.map(({ id, name, permissions }) => ({
    id,
    name,
    isOwner: actsAsOwner(permissions.filter(isPermission)),
  }))
}

interface OwnerFacts {
  readonly role: string
  readonly email: string
  readonly disabled_at: Date | null
  readonly joined_at: Date | null
}

/** An owner who can sign in, other than by the break-glass account. */
const isActiveOwner = (row: OwnerFacts): boolean =>
  row.role === 'owner' && row.email !== breakGlassName && row.disabled_at === null && row.joined_at !== null

async function isProvisioned(trx: Trx, memberId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('scim_users')
    .select('is_provisioned')
    .where('member_id', '=', memberId)
    .executeTakeFirst()
  return row?.is_provisioned ?? false
}

async function hasOpenInvitation(trx: Trx, memberId: string, at: number): Promise<boolean> {
  const row = await trx
    .selectFrom('sign_in_links')
    .select('id')
    .where('member_id', '=', memberId)
    .where('kind', '=', 'invitation')
    .where('expires_at', '>', new Date(at))
    .executeTakeFirst()
  return row !== undefined
}

async function apply(
  trx: Trx,
  decision: Exclude<IdentityDecision, { kind: 'refuse' }>,
  { paused, ...identity }: Identity & { readonly paused: AuditLine[] },
): Promise<SignedInMember | null> {
  const at = new Date(identity.at)
  if (decision.kind === 'create') {
    const row = {
      id: newId(),
      ...decision.member,
      password_hash: null,
      disabled_at: null,
      created_at: at,
      joined_at: at,
    }
    const added = await trx
      .insertInto('members')
      .values({ ...row, email: storableText(row.email), name: storableText(row.name) })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    // An invitation to the address came first.
    if (added.numInsertedOrUpdatedRows !== 1n) return null
    await bind(trx, row.id, identity)
    return row
  }
  const { memberId, role } = decision
  if (decision.kind === 'bind') {
    await noteRenewal(trx, memberId, at)
    await trx.deleteFrom('sign_in_links').where('member_id', '=', memberId).execute()
    await bind(trx, memberId, identity)
  }
  await endSessionsOfOldRole(trx, memberId, role)
  paused.push(...(await setRole(trx, memberId, role)))
  return await trx
    .updateTable('members')
    .set({ joined_at: sql`coalesce(joined_at, ${at})` })
    .where('id', '=', memberId)
    .returning(['id', 'email', 'name'])
    .executeTakeFirstOrThrow()
}

/** As with a passphrase: who issued the link of a member who had joined may be behind the sign-in. */
async function noteRenewal(trx: Trx, memberId: string, at: Date): Promise<void> {
  await sql`update members set renewed_by_id = link.issued_by_id, renewed_at = ${at}
    from sign_in_links link
    where members.id = ${memberId} and members.joined_at is not null
      and link.member_id = members.id and link.kind = 'invitation' and link.expires_at > ${at}`.execute(trx)
}

/** Another role ends the sessions, as it does when an owner changes it. */
async function endSessionsOfOldRole(trx: Trx, memberId: string, role: string): Promise<void> {
  await sql`delete from sessions using members
    where members.id = sessions.member_id and members.id = ${memberId} and members.role <> ${role}`.execute(trx)
}

/** A member has one subject at an issuer: an invitation renewed for them replaces it. */
async function bind(trx: Kysely<Tables>, memberId: string, { issuer, subject, at }: Identity): Promise<void> {
  await trx.deleteFrom('member_identities').where('member_id', '=', memberId).where('issuer', '=', issuer).execute()
  await trx
    .insertInto('member_identities')
    .values({ issuer, subject: storableText(subject), member_id: memberId, bound_at: new Date(at) })
    .execute()
}
