import { setTimeout as delay } from 'node:timers/promises'
import { permissions, permissionsOf } from '@muster/core/permission'
import { breakGlassName } from '@muster/core/policy/break-glass'
import { message } from '@muster/wording/message'
import { expect, test } from 'vitest'
import { anItem, aUser } from '../../../engine/testing/an-item.ts'
import type { Attempt, IdentityDecision, IdentityFacts } from '../../../features/oidc/ports.ts'
import type { ScimAttributes } from '../../../features/scim/ports.ts'
import { type ScimDeps, updateMember } from '../../../features/scim/provision.ts'
import { newId } from '../database/new-id.ts'
import { aJob } from '../testing/a-job.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlMemberStore } from './members-store.ts'
import { createSqlOidcStore } from './oidc-store.ts'
import { createSqlProvisioningStore } from './provisioning-store.ts'
import { createSqlRoleStore } from './roles-store.ts'
import { createSqlSessionStore } from './sessions-store.ts'

const at = Date.UTC(2030, 0, 1)
const issuer = 'https://login.example.com'
const attempt: Attempt = {
  id: 'cookie',
  state: 'state',
  nonce: 'nonce',
  verifier: 'verifier',
  createdAt: at,
  to: '/users',
  sessionId: null,
  memberId: null,
  deviceId: null,
  planHash: 'hash',
}
const line = (member: string) =>
  ({
    action: 'member.joined',
    actor: member,
    sentence: message('audit.member_disabled', { actor: 'Acme', member }),
  }) as const

/** Makes an owner of an unknown identity, and lowers the role of a known one while another owner remains. */
const ownersFirst = ({ known, otherOwners }: IdentityFacts): IdentityDecision => {
  if (known === null)
    return { kind: 'create', member: { email: `${newId()}@acme.example`, name: 'Ana', role: 'owner' }, audit: [] }
  return { kind: 'enter', memberId: known.id, role: otherOwners === 0 ? 'owner' : 'viewer', audit: [] }
}

describeOnEachStorage('sign-in through a provider', (open) => {
  const setUp = async () => {
    const { db } = await open()
    return { db, store: createSqlOidcStore(db), provisioning: createSqlProvisioningStore(db) }
  }
  const provisionKim = (provisioning: ReturnType<typeof createSqlProvisioningStore>) => {
    const [given, address] = [{ externalId: null, givenName: null, familyName: null }, 'kim@acme.example']
    const kim = { ...given, id: newId(), userName: address, email: address, name: 'Kim', role: 'viewer', at } as const
    return provisioning.create({ ...kim, isActive: true }, line('kim'))
  }
  const refuse = (): IdentityDecision => ({ kind: 'refuse', refusal: 'no_invitation', endsSessionsOf: null })
  const identity = (subject: string) => ({ issuer, subject, email: null, at })

  test('takes an attempt once, only with its state, and not after its time', async () => {
    const { store } = await setUp()
    await store.addAttempt(attempt, 0)
    const taken = { id: 'cookie', state: 'state', createdAfter: at - 1 }
    expect(await store.takeAttempt({ ...taken, state: 'other' })).toBeNull()
    expect(await store.takeAttempt({ ...taken, createdAfter: at })).toBeNull()
    const all = await Promise.all(Array.from({ length: 5 }, async () => store.takeAttempt(taken)))
    expect(all.filter((one) => one !== null)).toEqual([attempt])
    await store.addAttempt(attempt, 0)
    await store.addAttempt({ ...attempt, id: 'later', createdAt: at + 10 }, at + 5)
    expect(await store.takeAttempt(taken)).toBeNull()
  })

  test('of one subject at once makes one member; the same subject of another issuer is another member', async () => {
    const { db, store } = await setUp()
    const found = await Promise.all(Array.from({ length: 4 }, async () => store.identify(identity('one'), ownersFirst)))
    expect(new Set(found.map((one) => ('member' in one ? one.member.id : one.refusal))).size).toBe(1)
    await store.identify({ ...identity('one'), issuer: 'https://other.example' }, ownersFirst)
    expect(await db.selectFrom('member_identities').selectAll().execute()).toHaveLength(2)
    expect(await store.memberOf(issuer, 'two')).toBeNull()
  })

  test('gives a custom role, which cannot be removed meanwhile', async () => {
    const { db, store } = await setUp()
    const roles = createSqlRoleStore(db)
    const lead = { id: newId(), name: 'Team Lead', permissions: ['users:read'], createdAt: at, createdBy: 'o' } as const
    await roles.add(lead, line('o'))
    const removal: Promise<unknown>[] = []
    const found = await store.identify(identity('lead'), ({ customRoles }) => {
      // Waits for the sign-in, and then finds a member with the role.
      removal.push(
        roles.remove(lead.id, at, ({ members }) => {
          expect(members).toBe(1)
          return line('o')
        }),
      )
      const role = customRoles.find(({ name }) => name === 'Team Lead')?.id ?? ''
      return { kind: 'create', member: { email: 'lea@acme.example', name: 'Lea', role }, audit: [] }
    })
    await Promise.all(removal)
    expect(found).toMatchObject({ member: { email: 'lea@acme.example' } })
    const { role } = await db.selectFrom('members').select('role').where('name', '=', 'Lea').executeTakeFirstOrThrow()
    expect(role).toBe(lead.id)
  })

  test('with a lower role pauses the jobs of the member, and in the audit', async () => {
    const { db, store } = await setUp()
    const member = { email: 'lea@acme.example', name: 'Lea', role: 'editor' }
    const entered = await store.identify(identity('lea'), () => ({ kind: 'create', member, audit: [] }))
    const memberId = 'member' in entered ? entered.member.id : ''
    const jobId = await aJob(db, [anItem(1, aUser(1), 'update')])
    await db.updateTable('jobs').set({ created_by_id: memberId, state: 'running' }).execute()
    const stateAfter = async (role: string) => {
      await store.identify(identity('lea'), () => ({ kind: 'enter', memberId, role, audit: [] }))
      return await db.selectFrom('jobs').select(['state', 'reason']).executeTakeFirst()
    }
    expect(await stateAfter('people_manager')).toEqual({ state: 'running', reason: null })
    expect(await stateAfter('viewer')).toEqual({ state: 'pausing', reason: expect.stringContaining(member.email) })
    const { action, job_id } = await db
      .selectFrom('audit_entries')
      .select(['action', 'job_id'])
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow()
    expect([action, job_id]).toEqual(['job.paused', jobId])
  })

  test('finds a member by an address in any case, but by no other letter', async () => {
    const { store, provisioning } = await setUp()
    await provisionKim(provisioning)
    const found: (string | undefined)[] = []
    for (const email of ['KIM@acme.example', '\u212Aim@acme.example'])
      await store.identify({ ...identity('kim'), email }, ({ byEmail }) => {
        found.push(byEmail?.email)
        return refuse()
      })
    expect(found).toEqual(['kim@acme.example', undefined])
  })

  test('finds no member by an address that changes meanwhile', async () => {
    const { db, store, provisioning } = await setUp()
    await provisionKim(provisioning)
    const { promise: changed, resolve: hasChanged } = Promise.withResolvers<void>()
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    const change = db.transaction().execute(async (trx) => {
      await trx.updateTable('members').set({ email: 'lea@acme.example' }).execute()
      hasChanged()
      await released
    })
    await changed
    const found = store.identify({ ...identity('kim'), email: 'kim@acme.example' }, ({ byEmail }) => {
      expect(byEmail).toBeNull()
      return refuse()
    })
    await delay(300)
    release()
    await Promise.all([change, found])
  })

  test('of all owners at once leaves an owner', async () => {
    const { db, store } = await setUp()
    for (const subject of ['one', 'two', 'three']) await store.identify(identity(subject), ownersFirst)
    await Promise.all(['one', 'two', 'three'].map(async (subject) => store.identify(identity(subject), ownersFirst)))
    const owners = await db.selectFrom('members').select('id').where('role', '=', 'owner').execute()
    expect(owners).toHaveLength(1)
  })

  test('counts the break-glass account as no owner', async () => {
    const { db, store } = await setUp()
    await store.identify(identity('one'), ownersFirst)
    const sealed = { id: newId(), email: breakGlassName, name: 'Break-glass', role: 'owner', password_hash: null }
    await db
      .insertInto('members')
      .values({ ...sealed, created_at: new Date(at), joined_at: new Date(at) })
      .execute()
    await store.identify(identity('one'), ownersFirst)
    const owners = await db.selectFrom('members').select('email').where('role', '=', 'owner').execute()
    expect(owners).toHaveLength(2)
  })

  test('by a new link of a member who had joined records who issued it, as a new passphrase does', async () => {
    const { db, store, provisioning } = await setUp()
    const member_id = (await provisionKim(provisioning))?.id ?? ''
    const bind = (subject: string) =>
      store.identify({ ...identity(subject), email: 'kim@acme.example' }, ({ byEmail }) =>
        byEmail?.isInvited === true ? { kind: 'bind', memberId: byEmail.id, role: 'viewer', audit: [] } : refuse(),
      )
    const renewal = () =>
      db.selectFrom('members').select(['renewed_by_id', 'renewed_at']).where('id', '=', member_id).executeTakeFirst()
    const link = {
      id: 'link',
      member_id,
      issued_by_id: 'ana',
      kind: 'invitation',
      expires_at: new Date(at + 1),
    } as const
    await db.insertInto('sign_in_links').values(link).execute()
    expect(await bind('first')).toMatchObject({ member: { id: member_id } })
    expect(await renewal()).toEqual({ renewed_by_id: null, renewed_at: null })
    await db.insertInto('sign_in_links').values(link).execute()
    expect(await bind('another')).toMatchObject({ member: { id: member_id } })
    expect(await renewal()).toEqual({ renewed_by_id: 'ana', renewed_at: new Date(at) })
  })

  test('a logout token ends the sessions of its subject or session once, and none that was opened otherwise', async () => {
    const { db, store } = await setUp()
    const sessions = createSqlSessionStore(db)
    const found = await store.identify(identity('one'), ownersFirst)
    if (!('member' in found)) throw new Error('there is no member')
    const add = async (id: string, proof: { issuer: string; sid: string | null } | null) => {
      const opened =
        proof === null ? {} : { proof: { ...proof, factors: ['pwd'], authenticatedAt: at - 5000, statedAt: at - 5000 } }
      await sessions.add({ id, ref: id, agent: 'curl', memberId: found.member.id, at, ...opened }, 10)
    }
    await add('a', { issuer, sid: 's1' })
    await add('b', { issuer, sid: 's2' })
    await add('c', { issuer: 'https://other.example', sid: 's1' })
    await add('d', null)
    expect((await sessions.find('a'))?.authenticatedAt).toBe(at - 5000)
    const end = (id: string, of: { subject: string | null; sid: string | null }) =>
      store.endProviderSessions({ id, expiresAt: at + 1000, issuer, at, ...of }, ({ email }) => line(email))
    expect(await end('t1', { subject: 'two', sid: 's1' })).toBe(0)
    const once = await Promise.all([1, 2, 3].map(async () => end('t2', { subject: null, sid: 's1' })))
    expect(once.toSorted((one, other) => (one ?? -1) - (other ?? -1))).toEqual([null, null, 1])
    expect(await end('t3', { subject: 'one', sid: null })).toBe(1)
    expect((await sessions.ofMember(found.member.id)).map(({ id }) => id).toSorted()).toEqual(['c', 'd'])
  })

  test('provisioning gives a name, an external ID and an address to one member, also at once', async () => {
    const { provisioning } = await setUp()
    const attributes: ScimAttributes = {
      userName: 'Kim@acme.example',
      externalId: 'x1',
      email: 'kim@mail.example',
      name: 'Kim',
      givenName: null,
      familyName: null,
    }
    const create = (more: Partial<ScimAttributes> = {}) =>
      provisioning.create({ ...attributes, ...more, id: newId(), role: 'viewer', isActive: true, at }, line('kim'))
    const made = await Promise.all([create(), create(), create()])
    expect(made.filter((one) => one !== null)).toMatchObject([{ isActive: true, externalId: 'x1' }])
    const other = { userName: 'lea@acme.example', externalId: 'x2', email: 'lea@mail.example' }
    for (const taken of [{ userName: 'kim@ACME.example' }, { externalId: 'x1' }, { email: 'KIM@mail.example' }])
      expect(await create({ ...other, ...taken })).toBeNull()
    // The address of a member is a user name that is taken as well.
    expect(await create({ ...other, userName: 'kim@mail.example' })).toBeNull()
    expect(await create(other)).not.toBeNull()
  })

  test('provisioning enables no owner that the configuration no longer names', async () => {
    const { db, provisioning } = await setUp()
    const members = createSqlMemberStore(db)
    const [ana, ben] = [
      await members.keepOwner({ email: 'ana@example.com', name: 'Ana', passwordHash: null }, at),
      await members.keepOwner({ email: 'ben@example.com', name: 'Ben', passwordHash: null }, at),
    ]
    const actor = { ...ana, memberId: ana.id, permissions: permissionsOf('owner') }
    const clock = { now: () => at, monotonic: () => at, sleep: async () => {} }
    const deps: ScimDeps = {
      provisioning,
      clock,
      newId,
      isNamedOwner: () => false,
      isAdministrator: () => false,
      role: 'viewer',
      publicUrl: () => '',
    }
    const make = (isActive: boolean, isNamed: boolean) =>
      updateMember({ ...deps, isNamedOwner: () => isNamed }, { actor, memberId: ben.id }, (attributes) => ({
        attributes,
        isActive,
      }))
    expect(await make(false, false)).toMatchObject({ isActive: false })
    await expect(make(true, false)).rejects.toMatchObject({ detail: { code: 'problem.owner_not_named' } })
    expect(await make(true, true)).toMatchObject({ isActive: true })
    // Nor one by a custom role.
    const admin = { id: newId(), name: 'Admin', permissions, createdAt: at, createdBy: 'o' }
    await createSqlRoleStore(db).add(admin, line('o'))
    const ofBen = () => db.updateTable('members').where('id', '=', ben.id)
    await ofBen().set({ role: admin.id }).execute()
    await make(false, false)
    await expect(make(true, false)).rejects.toMatchObject({ detail: { code: 'problem.owner_not_named' } })
    await make(true, true)
    // A restart retires owners: provisioning did not disable them.
    expect(await members.retireOwners(ana, at + 1, ['ben@example.com'])).toEqual([])
    expect(await members.retireOwners(ana, at + 1, [])).toEqual(['ben@example.com'])
    await expect(make(true, true)).rejects.toMatchObject({ detail: { code: 'problem.scim_disabled_in_muster' } })
  })

  test('provisioning of all owners at once leaves an owner', async () => {
    const { db, provisioning } = await setUp()
    const members = createSqlMemberStore(db)
    const owners: { readonly id: string }[] = []
    for (const name of ['ana', 'ben', 'cleo'])
      owners.push(await members.keepOwner({ email: `${name}@example.com`, name, passwordHash: null }, at))
    const disable = async (memberId: string, actorId: string) =>
      provisioning
        .change({ actorId, memberId, at }, ({ otherOwners }) => {
          if (otherOwners === 0) throw new Error('the last owner')
          return { attributes: null, disabled: true, removed: false, audit: [] }
        })
        .catch(() => 'refused')
    await Promise.all(owners.map(async ({ id }, n) => disable(id, owners[(n + 1) % 3]?.id ?? '')))
    const left = await db.selectFrom('members').select('id').where('disabled_at', 'is', null).execute()
    expect(left.length).toBeGreaterThan(0)
  })
})
