import { noticeOf } from '@muster/core/notice/notice'
import { permissionsOf } from '@muster/core/permission'
import { expect, test } from 'vitest'
import { createSqlApprovalStore } from '../../adapters/storage/plans/approvals-store.ts'
import { createSqlMemberDirectory } from '../../adapters/storage/session/member-directory.ts'
import { createSqlProvisioningStore } from '../../adapters/storage/session/provisioning-store.ts'
import { describeOnEachStorage } from '../../adapters/storage/testing/storage-suites.ts'
import type { Actor } from '../../http/session/actor.ts'
import { bytesOfBase32 } from '../../testing/base32.ts'
import { armBreakGlass, makeBreakGlass, readBreakGlass, removeBreakGlass, signInWithBreakGlass } from './break-glass.ts'
import { confirmTotp, startTotp } from './factors/manage-factors.ts'
import { totpCode } from './factors/totp.ts'
import { createSessionGate } from './find-session.ts'
import { keepAdministrator } from './keep-administrator.ts'
import { reauthenticate } from './reauthenticate.ts'
import { signIn } from './sign-in.ts'
import { sessionParts } from './testing/session-parts.ts'

const visitor = { previousSessionId: null, device: null, agent: 'curl', address: '203.0.113.9' } as const
const minute = 60_000

describeOnEachStorage('the break-glass account', (open) => {
  async function setUp() {
    const { db } = await open()
    const { time, ...deps } = sessionParts(db)
    const restart = () =>
      keepAdministrator(deps, { email: 'ana@example.com', password: Buffer.from('correct horse battery') })
    const { id, ...member } = await restart()
    const owner: Actor = { memberId: id, ...member, permissions: permissionsOf('owner') }
    const { secret, key } = await makeBreakGlass(deps, owner)
    /** The code of a step that was not used yet. */
    const code = () => totpCode(bytesOfBase32(key), Math.floor((time.now += minute) / 30_000))
    const proof = () => ({ secret, code: code(), address: visitor.address })
    const enter = () => signInWithBreakGlass(deps, { ...visitor, ...proof() })
    return { db, deps, time, owner, secret, code, proof, enter, restart, gate: createSessionGate(deps) }
  }
  const notValid = /is not armed, or was used/

  test('signs in once, after its owner armed it, with a code, and raises the alarm', async () => {
    const { db, deps, proof, enter, owner, secret } = await setUp()
    expect(secret).toMatch(/^(?:[A-Z2-7]{5}-){10}[A-Z2-7]{2}$/)
    expect(JSON.stringify(await db.selectFrom('break_glass').selectAll().execute())).not.toContain(secret.slice(0, 5))
    await expect(enter()).rejects.toThrow(notValid)
    await armBreakGlass(deps, owner, proof())
    expect(await readBreakGlass(deps)).toMatchObject({ state: 'armed' })
    await expect(signInWithBreakGlass(deps, { ...visitor, ...proof(), code: '000000' })).rejects.toThrow(/code/)
    await expect(signInWithBreakGlass(deps, { ...visitor, ...proof(), secret: 'other' })).rejects.toThrow(notValid)
    expect((await enter()).member).toMatchObject({ role: 'owner' })
    await expect(enter()).rejects.toThrow(notValid)
    expect(await readBreakGlass(deps)).toMatchObject({ state: 'used', usedFrom: visitor.address })
    const entries = await db.selectFrom('audit_entries').selectAll().where('action', '=', 'break_glass.used').execute()
    const notices = entries.map(({ action, actor }) => noticeOf({ action, actor, jobId: null, sentence: null })?.kind)
    expect(notices).toEqual(['break_glass.used'])
    await makeBreakGlass(deps, owner)
    await expect(enter()).rejects.toThrow(notValid)
    expect(await readBreakGlass(deps)).toMatchObject({ state: 'made' })
    const { memberId = '' } = (await deps.breakGlass.state()) ?? {}
    await deps.breakGlass.arm(memberId, 0)
    const audit = { action: 'break_glass.used', actor: 'break-glass', sentence: 'used' } as const
    const uses = [1, 2, 3].map(async () => deps.breakGlass.use(memberId, { at: 0, from: 'a' }, audit))
    expect((await Promise.all(uses)).filter(Boolean)).toHaveLength(1)
  })

  test('ends four hours after sign-in, proves itself with another code, and survives a restart', async () => {
    const { deps, time, owner, proof, enter, secret, code, restart, gate } = await setUp()
    await armBreakGlass(deps, owner, proof())
    await restart()
    const { bearer } = await enter()
    const began = time.now
    const found = await gate.find(bearer, true)
    if (found === null) throw new Error('the session is not live')
    expect(found.actor.permissions).toContain('members:manage')
    expect(found.actor.permissions).not.toContain('plans:approve')
    const proving = { ...visitor, actor: found.actor, sessionId: found.sessionId, browser: null, planHash: null }
    await expect(reauthenticate(deps, { ...proving, proof: { breakGlass: secret, code: '000000' } })).rejects.toThrow()
    const renewed = await reauthenticate(deps, { ...proving, proof: { breakGlass: secret, code: code() } })
    for (let at = began + 10 * minute; at < began + 240 * minute; at += 10 * minute) {
      time.now = at
      expect(await gate.find(renewed, true)).not.toBeNull()
    }
    time.now = began + 240 * minute
    expect(await gate.find(renewed, true)).toBeNull()
  })

  test('a stranger delays neither its codes nor those of a member', async () => {
    const { deps, time, owner, proof } = await setUp()
    const { key } = await startTotp(deps, owner)
    const [recovery = ''] = await confirmTotp(deps, owner, totpCode(bytesOfBase32(key), Math.floor(time.now / 30_000)))
    await armBreakGlass(deps, owner, proof())
    const given = proof()
    const attempt = (email: string) =>
      signIn(deps, { ...visitor, browser: null, credentials: { email, password: 'x' } }).catch(
        ({ code }: { code: string }) => code,
      )
    for (const account of ['break-glass', 'code break-glass', `code ${owner.email}`])
      expect(await attempt(account)).toBe('sign_in_failed')
    await expect(signInWithBreakGlass(deps, { ...visitor, ...given })).resolves.toBeDefined()
    const credentials = { email: owner.email, password: 'correct horse battery', code: recovery }
    await expect(signIn(deps, { ...visitor, browser: null, credentials })).resolves.toBeDefined()
  })

  test('is no member: the lists, approvers and provisioning do not know it, and it goes with its sessions', async () => {
    const { db, deps, proof, enter, owner, gate, time } = await setUp()
    await armBreakGlass(deps, owner, proof())
    const { bearer, member } = await enter()
    const directory = createSqlMemberDirectory(db)
    expect((await directory.list(time.now)).map(({ email }) => email)).toEqual(['ana@example.com'])
    const about = { actorId: owner.memberId, memberId: member.id, at: time.now }
    expect(await directory.change(about, () => ({ removed: true, endsSessions: true, audit: [] }))).toBeNull()
    expect((await createSqlApprovalStore(db).activeMembers()).map(({ email }) => email)).toEqual(['ana@example.com'])
    const provisioned = await createSqlProvisioningStore(db).list(null, { offset: 0, limit: 10 })
    expect(provisioned.items.map(({ email }) => email)).toEqual(['ana@example.com'])
    expect((await deps.members.grantors()).map(({ email }) => email)).toEqual(['ana@example.com'])
    await removeBreakGlass(deps, owner)
    expect(await gate.find(bearer, true)).toBeNull()
    expect(await readBreakGlass(deps)).toMatchObject({ state: 'none' })
    await expect(removeBreakGlass(deps, owner)).rejects.toThrow(/no break-glass account/)
  })
})
