import { permissionsOf } from '@muster/core/permission'
import type { Updateable } from 'kysely'
import { expect, test } from 'vitest'
import { anItem, aUser } from '../../../engine/testing/an-item.ts'
import { changeMember } from '../../../features/members/change-member.ts'
import { inviteMember, renewInvitation } from '../../../features/members/invite-member.ts'
import { builtIn } from '../../../features/members/manage-roles.ts'
import { acceptInvitation, readInvitation } from '../../../features/session/accept-invitation.ts'
import { createSessionGate } from '../../../features/session/find-session.ts'
import { keepAdministrator } from '../../../features/session/keep-administrator.ts'
import { signIn } from '../../../features/session/sign-in.ts'
import { sessionParts } from '../../../features/session/testing/session-parts.ts'
import { createToken } from '../../../features/tokens/manage-tokens.ts'
import type { Actor } from '../../../http/session/actor.ts'
import { createSqlAuditStore } from '../audit/audit-store.ts'
import type { Tables } from '../database/tables.ts'
import { aJob } from '../testing/a-job.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlInvitationStore } from './invitations-store.ts'
import { createSqlMemberDirectory } from './member-directory.ts'
import { createSqlMemberStore } from './members-store.ts'
import { createSqlTokenStore } from './tokens-store.ts'

const ana = { email: 'ana@example.com', password: 'correct horse battery' }
const ben = { email: 'ben@example.com', name: 'Ben' }
const passphrase = 'seven quiet rivers'
const client = { previousSessionId: null, device: null, browser: null, agent: 'curl', address: '203.0.113.9' } as const

describeOnEachStorage('members', (open) => {
  async function setUp() {
    const { db } = await open()
    const { time, ...parts } = sessionParts(db)
    const deps = {
      ...parts,
      directory: createSqlMemberDirectory(db),
      invitations: createSqlInvitationStore(db),
      tokens: createSqlTokenStore(db),
      isNamedOwner: (email: string) => email.endsWith('@example.com'),
      publicUrl: () => 'https://muster.example.com',
      mailer: { isConfigured: false, send: async () => {}, sendNow: async () => {} },
      accountName: 'Acme',
    }
    const { id, ...person } = await keepAdministrator(deps, { email: ana.email, password: Buffer.from(ana.password) })
    const owner: Actor = { memberId: id, ...person, permissions: permissionsOf('owner') }
    const invite = async (role: 'owner' | 'editor' | 'viewer') => {
      const { member, link } = await inviteMember(deps, owner, { ...ben, role: builtIn(role), scope: null })
      return { member, token: link.split('#token=')[1] ?? '' }
    }
    const join = (token: string, password = passphrase) => acceptInvitation(deps, { token, password, ...client })
    const sentences = async () =>
      (await db.selectFrom('audit_entries').select('sentence').orderBy('seq').execute()).map(({ sentence }) => sentence)
    const kept = { id, ...person }
    return { db, deps, time, owner, kept, invite, join, sentences }
  }

  test('an invitation lasts a week, works once, and is stored as a hash; the audit names both members', async () => {
    const { db, deps, time, invite, join, sentences } = await setUp()
    const { member, token } = await invite('editor')
    expect(member).toMatchObject({ role: 'editor', joinedAt: null, hasPassphrase: false })
    expect(JSON.stringify(await db.selectFrom('sign_in_links').selectAll().execute())).not.toContain(token)
    expect(await readInvitation(deps, token)).toMatchObject(ben)
    await expect(signIn(deps, { ...client, credentials: { token } })).rejects.toMatchObject({ code: 'sign_in_failed' })
    await expect(join(token, 'password password')).rejects.toMatchObject({ code: 'invalid_request' })
    const { bearer } = await join(token)
    expect(await createSessionGate(deps).find(bearer, true)).toMatchObject({ actor: { role: 'editor', name: 'Ben' } })
    await expect(join(token)).rejects.toMatchObject({ code: 'sign_in_failed' })
    const credentials = { email: 'Ben@Example.com', password: passphrase }
    expect((await signIn(deps, { ...client, credentials })).member.email).toBe(ben.email)
    expect(await deps.directory.get(member.id, time.now)).toMatchObject({
      sessions: 2,
      hasPassphrase: true,
      lastSignInAt: time.now,
      invitedUntil: null,
    })
    expect(await sentences()).toEqual([
      'ana@example.com invited ben@example.com as Editor',
      'A sign-in from 203.0.113.9 failed: the sign-in link is not valid',
      'Ben chose a passphrase with an invitation link from 203.0.113.9',
      'Ben signed in with a password from 203.0.113.9',
      'Ben signed in with a password from 203.0.113.9',
    ])
    await expect(invite('viewer')).rejects.toMatchObject({ code: 'conflict' })
  })

  test('an invitation ends after a week, and when another one replaces it', async () => {
    const { deps, time, owner, invite, join } = await setUp()
    const first = await invite('viewer')
    const second = await renewInvitation(deps, owner, first.member.id)
    await expect(join(first.token)).rejects.toMatchObject({ code: 'sign_in_failed' })
    time.now += 7 * 24 * 3_600_000
    await expect(join(second.link.split('#token=')[1] ?? '')).rejects.toMatchObject({ code: 'sign_in_failed' })
  })

  test('two owners who demote, disable or remove each other at once leave one owner', async () => {
    const { deps, owner, invite, join } = await setUp()
    const { token } = await invite('owner')
    const { member } = await join(token)
    const other: Actor = { ...owner, memberId: member.id, email: member.email, name: member.name }
    const changes = [{ kind: 'role', role: builtIn('viewer') }, { kind: 'disable' }, { kind: 'remove' }] as const
    const results = await Promise.allSettled(
      changes.flatMap((change) => [
        changeMember(deps, { actor: owner, memberId: other.memberId, change }),
        changeMember(deps, { actor: other, memberId: owner.memberId, change }),
      ]),
    )
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0)
    const owners = (await deps.directory.list(0)).filter(
      ({ role, disabledAt }) => role === 'owner' && disabledAt === null,
    )
    expect(owners).toHaveLength(1)
  })

  test.each(['disable', 'remove', 'retire'] as const)(
    'the jobs of a member pause when an act is to %s',
    async (kind) => {
      const { db, deps, owner, kept, invite } = await setUp()
      const { member } = await invite('owner')
      const jobs: Record<string, Updateable<Tables['jobs']>> = {
        queued: { state: 'queued' },
        running: { state: 'running', lease_until: new Date(Date.now() + 60_000) },
        'paused for its credential': { state: 'paused', paused_for: 'credential' },
        'paused by a member': { state: 'paused', reason: 'Paused by Ana' },
        'of a script': { state: 'running', source: 'script' },
        done: { state: 'done', finished_at: new Date(0) },
        'of another member': { state: 'running', created_by_id: owner.memberId },
      }
      for (const [title, of] of Object.entries(jobs)) {
        const id = await aJob(db, [anItem(1, aUser(1), 'erase')])
        await db
          .updateTable('jobs')
          .set({ created_by_id: member.id, title, ...of })
          .where('id', '=', id)
          .execute()
      }
      if (kind === 'retire') await createSqlMemberStore(db).retireOwners(kept, 0, [])
      else await changeMember(deps, { actor: owner, memberId: member.id, change: { kind } })
      const rows = await db.selectFrom('jobs').select(['title', 'state', 'paused_for', 'reason']).execute()
      const reason = `Paused: ${ben.email}, who applied the plan, was disabled or removed. Review the job, then resume or cancel.`
      expect(Object.fromEntries(rows.map((row) => [row.title, [row.state, row.paused_for, row.reason]]))).toEqual({
        queued: ['pausing', null, reason],
        running: ['pausing', null, reason],
        'paused for its credential': ['paused', null, reason],
        'paused by a member': ['paused', null, 'Paused by Ana'],
        'of a script': ['running', null, null],
        done: ['done', null, null],
        'of another member': ['running', null, null],
      })
      const entries = await createSqlAuditStore(db).list({}, { before: null, limit: 20, fold: false })
      const paused = entries.items.filter(({ action, actor }) => action === 'job.paused' && actor === 'Muster')
      const titles = ['paused for its credential', 'queued', 'running']
      expect(new Set(paused.map(({ sentence }) => sentence))).toEqual(
        new Set(titles.map((title) => `"${title}" paused itself: ${reason}`)),
      )
    },
  )

  test('the request of an owner who was disabled meanwhile is refused', async () => {
    const { deps, owner, invite, join } = await setUp()
    const { token } = await invite('owner')
    const { member } = await join(token)
    const other: Actor = { ...owner, memberId: member.id }
    await changeMember(deps, { actor: owner, memberId: other.memberId, change: { kind: 'disable' } })
    const change = { kind: 'remove' } as const
    await expect(changeMember(deps, { actor: other, memberId: owner.memberId, change })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('a renewed link, signing out everywhere and disabling end tokens; a new role keeps them', async () => {
    const { deps, owner, invite, join } = await setUp()
    const { member, token } = await invite('editor')
    await join(token)
    const actor: Actor = { ...owner, memberId: member.id, permissions: permissionsOf('editor') }
    const request = { name: 'script', permissions: ['users:read'] as const, expiresInDays: 7 }
    const change = (requested: Parameters<typeof changeMember>[1]['change']) =>
      changeMember(deps, { actor: owner, memberId: member.id, change: requested })
    const tokensAfter = async (act: () => Promise<unknown>) => {
      await createToken(deps, actor, request)
      await act()
      return (await deps.tokens.ofMember(member.id)).length
    }
    expect(await tokensAfter(() => change({ kind: 'role', role: builtIn('viewer') }))).toBe(1)
    expect(await tokensAfter(() => change({ kind: 'sign_out' }))).toBe(0)
    expect(await tokensAfter(() => change({ kind: 'disable' }))).toBe(0)
    await change({ kind: 'enable' })
    const { link } = await renewInvitation(deps, owner, member.id)
    expect(await tokensAfter(() => join(link.split('#token=')[1] ?? '', 'eight calm rivers'))).toBe(0)
    const kept = (password: string) => keepAdministrator(deps, { email: ana.email, password: Buffer.from(password) })
    await createToken(deps, owner, request)
    await kept(ana.password)
    expect(await deps.tokens.ofMember(owner.memberId)).toHaveLength(1)
    await kept('another horse battery')
    expect(await deps.tokens.ofMember(owner.memberId)).toEqual([])
  })

  test('a replaced passphrase records whose link it was, a first one does not', async () => {
    const { db, deps, time, owner, invite, join } = await setUp()
    const { member, token } = await invite('editor')
    const renewal = () =>
      db
        .selectFrom('members')
        .select(['renewed_by_id', 'renewed_at'])
        .where('id', '=', member.id)
        .executeTakeFirstOrThrow()
    await join(token)
    expect(await renewal()).toEqual({ renewed_by_id: null, renewed_at: null })
    const { link } = await renewInvitation(deps, owner, member.id)
    await join(link.split('#token=')[1] ?? '')
    expect(await renewal()).toEqual({ renewed_by_id: owner.memberId, renewed_at: new Date(time.now) })
  })

  test('a new role and signing out everywhere end an open link', async () => {
    const { deps, owner, invite, join } = await setUp()
    const { member, token } = await invite('editor')
    await changeMember(deps, { actor: owner, memberId: member.id, change: { kind: 'role', role: builtIn('viewer') } })
    await expect(join(token)).rejects.toMatchObject({ code: 'sign_in_failed' })
    const { link } = await renewInvitation(deps, owner, member.id)
    await changeMember(deps, { actor: owner, memberId: member.id, change: { kind: 'sign_out' } })
    await expect(join(link.split('#token=')[1] ?? '')).rejects.toMatchObject({ code: 'sign_in_failed' })
  })

  test('accepting a link while it is renewed or its member disabled never blocks', async () => {
    const { deps, owner, invite, join } = await setUp()
    const { member, token } = await invite('editor')
    let current = token
    for (let round = 0; round < 5; round += 1) {
      const [, renewed] = await Promise.all([
        join(current).catch(({ code }: { code: unknown }) => expect(code).toBe('sign_in_failed')),
        renewInvitation(deps, owner, member.id),
      ])
      current = renewed.link.split('#token=')[1] ?? ''
    }
  })

  test('a changed role and a disabled member end the sessions; a disabled member cannot sign in', async () => {
    const { deps, owner, invite, join, sentences } = await setUp()
    const { member, token } = await invite('editor')
    const gate = createSessionGate(deps)
    const first = await join(token)
    const change = (requested: Parameters<typeof changeMember>[1]['change']) =>
      changeMember(deps, { actor: owner, memberId: member.id, change: requested })
    expect((await change({ kind: 'role', role: builtIn('viewer') })).endedSessions).toBe(1)
    expect(await gate.find(first.bearer, true)).toBeNull()
    const credentials = { email: ben.email, password: passphrase }
    const second = await signIn(deps, { ...client, credentials })
    expect(second.member.role).toBe('viewer')
    await change({ kind: 'disable' })
    expect(await gate.find(second.bearer, true)).toBeNull()
    await expect(signIn(deps, { ...client, credentials })).rejects.toMatchObject({ code: 'sign_in_failed' })
    await change({ kind: 'enable' })
    await change({ kind: 'remove' })
    expect(await deps.directory.get(member.id, 0)).toBeNull()
    expect((await sentences()).filter((sentence) => sentence.startsWith('ana@example.com'))).toEqual([
      'ana@example.com invited ben@example.com as Editor',
      'ana@example.com changed the role of ben@example.com from Editor to Viewer',
      'ana@example.com disabled ben@example.com',
      'ana@example.com enabled ben@example.com',
      'ana@example.com removed ben@example.com from Muster',
    ])
  })
})
