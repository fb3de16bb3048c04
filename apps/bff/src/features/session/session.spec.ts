import { argon2Sync } from 'node:crypto'
import type { AuditLine } from '@muster/core/audit/audit-line'
import { englishText } from '@muster/wording/english'
import { describe, expect, test, vi } from 'vitest'
import { newId } from '../../adapters/storage/database/new-id.ts'
import { describeOnEachStorage } from '../../adapters/storage/testing/storage-suites.ts'
import { hashToken } from '../../http/session/session-cookie.ts'
import { createSessionGate, grantOfSession, sessionEnd } from './find-session.ts'
import { keepAdministrator } from './keep-administrator.ts'
import { makeFirstLink, makeFurtherLink } from './make-sign-in-link.ts'
import { endOwnSessions, listOwnSessions } from './own-sessions.ts'
import { hashPassword, passwordFits } from './password.ts'
import { passwordWeakness } from './password-weakness.ts'
import { createRefusedSignIns } from './refused-sign-ins.ts'
import { signIn } from './sign-in.ts'
import { sessionParts } from './testing/session-parts.ts'

const minute = 60_000
const password = 'correct horse battery'
const visitor = { previousSessionId: null, device: null, browser: null, agent: 'curl', address: '203.0.113.9' } as const

describeOnEachStorage('sessions', (open) => {
  async function setUp() {
    const { db } = await open()
    const actions: string[] = []
    const { time, ...parts } = sessionParts(db)
    const deps = {
      ...parts,
      audit: {
        append: async (entry: { action: string }) => {
          actions.push(entry.action)
        },
      },
      onRefusedSignIn: async () => void actions.push('refused'),
    }
    const admin = await keepAdministrator(deps, { email: 'Ana@Example.com', password: Buffer.from(password) })
    const gate = createSessionGate(deps)
    const enter = (previousSessionId: string | null = null, agent = 'Firefox on Linux') =>
      signIn(deps, { ...visitor, credentials: { email: 'ana@example.com', password }, previousSessionId, agent })
    return { db, deps, time, actions, admin, gate, enter }
  }

  test('ends a session after 15 minutes without a request, to the second', async () => {
    const { gate, enter, time } = await setUp()
    const { bearer } = await enter()
    time.now += 15 * minute - 1000
    expect(await gate.find(bearer, true)).toMatchObject({ actor: { email: 'Ana@Example.com', role: 'owner' } })
    time.now += 15 * minute - 1000
    expect(await gate.find(bearer, false)).not.toBeNull()
    time.now += 1000
    expect(await gate.find(bearer, true)).toBeNull()
  })

  test('includes the language of its member', async () => {
    const { admin, deps, gate, enter } = await setUp()
    const { bearer, member } = await enter()
    expect(member.language).toBeNull()
    await deps.members.setLanguage(admin.id, 'ar')
    expect(await gate.find(bearer, false)).toMatchObject({ actor: { language: 'ar' } })
    expect((await enter()).member.language).toBe('ar')
  })

  test('returns its expiry, and background requests do not postpone it', async () => {
    const { deps, gate, enter, time } = await setUp()
    const { bearer } = await enter()
    const ends = () => sessionEnd(deps, hashToken(bearer))
    expect(await ends()).toEqual({ inSeconds: 900, reason: 'idle', freshForSeconds: 300 })
    time.now += 14 * minute + 10_000
    await gate.find(bearer, false)
    expect(await ends()).toEqual({ inSeconds: 50, reason: 'idle', freshForSeconds: 0 })
    await gate.find(bearer, true)
    expect(await ends()).toEqual({ inSeconds: 900, reason: 'idle', freshForSeconds: 0 })
    for (let quarter = 1; quarter < 51; quarter += 1) {
      time.now += 14 * minute
      await gate.find(bearer, true)
    }
    expect(await ends()).toEqual({ inSeconds: 12 * 3600 - 51 * 14 * 60 - 10, reason: 'age', freshForSeconds: 0 })
  })

  test('a sign-in replaces a hash of weaker parameters, and ends no session', async () => {
    const { db, deps, time, admin, gate, enter } = await setUp()
    const earlier = await enter()
    const salt = Buffer.from('sixteen bytes ok')
    const cost = { memory: 8192, passes: 1, parallelism: 1, tagLength: 32 }
    const tag = argon2Sync('argon2id', { message: password, nonce: salt, ...cost })
    const weak = `$argon2id$v=19$m=8192,t=1,p=1$${salt.toString('base64url')}$${tag.toString('base64url')}`
    const store = (hash: string) =>
      db.updateTable('members').set({ password_hash: hash }).where('id', '=', admin.id).execute()
    const stored = async () => (await deps.members.byEmail(admin.email))?.passwordHash ?? ''
    await store(weak)
    await expect(
      signIn(deps, { ...visitor, credentials: { email: admin.email, password: 'another' } }),
    ).rejects.toMatchObject({ code: 'sign_in_failed' })
    expect(await stored()).toBe(weak)
    time.now += minute
    await enter()
    const strong = await stored()
    expect(strong).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await passwordFits(password, strong)).toBe(true)
    await enter()
    expect(await stored()).toBe(strong)
    expect(await gate.find(earlier.bearer, false)).not.toBeNull()
    // Of a passphrase that was chosen meanwhile, none is replaced.
    await deps.members.replaceHash(admin.id, { from: weak, to: weak })
    expect(await stored()).toBe(strong)
  })

  test('ends a session 12 hours after sign-in, regardless of use', async () => {
    const { gate, enter, time } = await setUp()
    const { bearer } = await enter()
    const begin = time.now
    for (let hour = 0; hour < 71; hour += 1) {
      time.now += 10 * minute
      expect(await gate.find(bearer, true)).not.toBeNull()
    }
    time.now = begin + 12 * 60 * minute - 1000
    expect(await gate.find(bearer, true)).not.toBeNull()
    time.now += 1000
    expect(await gate.find(bearer, true)).toBeNull()
  })

  test('each sign-in creates a new bearer, ends the old one, and only hashes are stored', async () => {
    const { db, deps, gate, enter } = await setUp()
    const first = await enter()
    const second = await enter(hashToken(first.bearer))
    expect(second.bearer).not.toBe(first.bearer)
    expect(await gate.find(first.bearer, true)).toBeNull()
    expect(await grantOfSession(deps, hashToken(second.bearer))).not.toBeNull()
    const stored = JSON.stringify(await db.selectFrom('sessions').selectAll().execute())
    expect(stored).toContain(hashToken(second.bearer))
    expect(stored).not.toContain(second.bearer)
  })

  test('the sixth session ends the first', async () => {
    const { gate, enter, time } = await setUp()
    const bearers: string[] = []
    for (let count = 0; count < 6; count += 1) {
      time.now += 1000
      bearers.push((await enter()).bearer)
    }
    const alive = await Promise.all(bearers.map(async (bearer) => (await gate.find(bearer, false)) !== null))
    expect(alive).toEqual([false, true, true, true, true, true])
  })

  test('a member sees their sessions, and ends unknown ones', async () => {
    const { db, deps, gate, enter, time, actions } = await setUp()
    const office = await enter()
    time.now += minute
    const phone = await enter(null, 'Safari on iOS')
    time.now += minute
    const here = await gate.find(office.bearer, true)
    if (here === null) throw new Error('no session')
    const listed = await listOwnSessions(deps, here)
    expect(listed.map(({ agent, current }) => [agent, current])).toEqual([
      ['Firefox on Linux', true],
      ['Safari on iOS', false],
    ])
    const stored = JSON.stringify(await db.selectFrom('sessions').select('id').execute())
    for (const { id } of listed) expect(stored).not.toContain(id)
    const { actor } = here
    const stranger = { ...actor, memberId: 'another-member' }
    const which = { ref: listed[1]?.id ?? '' }
    await expect(endOwnSessions(deps, { actor: stranger, which })).rejects.toMatchObject({ code: 'not_found' })
    expect(await grantOfSession(deps, hashToken(phone.bearer))).not.toBeNull()
    expect(await endOwnSessions(deps, { actor, which })).toBe(1)
    expect(await gate.find(phone.bearer, true)).toBeNull()
    await expect(endOwnSessions(deps, { actor, which })).rejects.toMatchObject({ code: 'not_found' })
    const others = [await enter(), await enter()]
    expect(await endOwnSessions(deps, { actor, which: { allBut: here.sessionId } })).toBe(2)
    for (const { bearer } of others) expect(await gate.find(bearer, true)).toBeNull()
    expect(await gate.find(office.bearer, true)).not.toBeNull()
    expect(actions.filter((action) => action === 'session.signed_out')).toHaveLength(2)
    time.now += 15 * minute
    expect(await listOwnSessions(deps, here)).toEqual([])
  })

  test('a disabled member has no session', async () => {
    const { db, gate, enter, admin } = await setUp()
    const { bearer } = await enter()
    await db.updateTable('members').set({ disabled_at: new Date() }).where('id', '=', admin.id).execute()
    expect(await gate.find(bearer, true)).toBeNull()
  })

  test('a link signs in once, within a day, and is stored as a hash', async () => {
    const { db, deps, time, actions } = await setUp()
    const tokenOf = async () => new URL(await makeFirstLink(deps, 'http://127.0.0.1:8080')).hash.slice('#token='.length)
    const token = await tokenOf()
    expect(JSON.stringify(await db.selectFrom('sign_in_links').selectAll().execute())).not.toContain(token)
    const use = (given: string) => signIn(deps, { ...visitor, credentials: { token: given } })
    expect((await use(token)).member.role).toBe('owner')
    await expect(use(token)).rejects.toMatchObject({ code: 'sign_in_failed' })
    const late = await tokenOf()
    time.now += 24 * 60 * minute
    await expect(use(late)).rejects.toMatchObject({ code: 'sign_in_failed' })
    expect(actions).toEqual(['session.signed_in', 'session.sign_in_failed', 'session.sign_in_failed'])
  })

  test('a link signs in again in the browser that used it, and only there', async () => {
    const { deps, time } = await setUp()
    const token = new URL(await makeFirstLink(deps, 'http://127.0.0.1:8080')).hash.slice('#token='.length)
    const use = (device: string | null) => signIn(deps, { ...visitor, device, credentials: { token } })
    const first = await use(null)
    expect((await use(first.device)).device).toBe(first.device)
    await expect(use('x'.repeat(43))).rejects.toMatchObject({ code: 'sign_in_failed' })
    time.now += 24 * 60 * minute
    await expect(use(first.device)).rejects.toMatchObject({ code: 'sign_in_failed' })
  })

  test.each(['ana@example.com', 'unknown@example.com'])(
    'delays wrong attempts on %s by 1 s, doubling to 15 minutes',
    async (email) => {
      const { deps, time } = await setUp()
      const guess = () =>
        signIn(deps, { ...visitor, credentials: { email, password: 'wrong wrong wrong' } }).then(
          () => ({ code: 'let in', retryAfterSeconds: undefined }),
          (error: { code: string; retryAfterSeconds?: number }) => error,
        )
      const waits: (number | undefined)[] = []
      for (let count = 0; count < 12; count += 1) {
        expect((await guess()).code).toBe('sign_in_failed')
        const refused = await guess()
        expect(refused.code).toBe('too_many_requests')
        waits.push(refused.retryAfterSeconds)
        time.now += (refused.retryAfterSeconds ?? 0) * 1000
      }
      expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900])
    },
  )

  test('a flood of refused sign-ins leaves one audit entry at once and one a minute, with complete counts', async () => {
    const { deps } = await setUp()
    const entries: AuditLine[] = []
    const minutes: (() => void)[] = []
    const append = async (line: AuditLine) => void entries.push(line)
    const sleep = () => new Promise<void>((resolve) => minutes.push(resolve))
    const flooded = {
      ...deps,
      onRefusedSignIn: createRefusedSignIns({ audit: { append }, clock: { ...deps.clock, sleep } }),
    }
    const passMinute = async () => {
      const { length } = minutes
      minutes[length - 1]?.()
      await vi.waitUntil(() => minutes.length > length)
    }
    const guess = (email: string) =>
      signIn(flooded, { ...visitor, credentials: { email, password: 'wrong wrong wrong' } }).catch(
        (error: { code: string }) => error.code,
      )
    const accounts = ['ana@example.com', 'eva@example.com', 'leo@example.com']
    for (const email of accounts) expect(await guess(email)).toBe('sign_in_failed')
    for (let n = 0; n < 60; n += 1) expect(await guess(accounts[n % 3] ?? '')).toBe('too_many_requests')
    expect(entries.map(({ outcome, sentence }) => [outcome, englishText(sentence)])).toEqual([
      ['refused', 'A sign-in as “ana@example.com” from 203.0.113.9 was refused: too many attempts'],
    ])
    await passMinute()
    expect(entries.map(({ sentence }) => englishText(sentence)).slice(1)).toEqual([
      '59 more sign-ins were refused within a minute, for 3 accounts: too many attempts',
    ])
    expect(await guess('eva@example.com')).toBe('too_many_requests')
    await passMinute()
    expect(entries.map(({ sentence }) => englishText(sentence)).slice(2)).toEqual([
      '1 more sign-in was refused within a minute, for 1 account: too many attempts',
    ])
  })

  test('many concurrent attempts share one turn', async () => {
    const { deps } = await setUp()
    const guesses = Array.from({ length: 20 }, () => deps.guesses.reserve('same', deps.clock.now()))
    expect((await Promise.all(guesses)).filter((wait) => wait === null)).toHaveLength(1)
  })

  test('wrong attempts of others do not lock out a known device, which stays known for half a year', async () => {
    const { deps, time, enter } = await setUp()
    const { device } = await enter()
    const as = (given: string, from: string | null) =>
      signIn(deps, {
        ...visitor,
        credentials: { email: 'ANA@example.com ', password: given },
        device: from,
      }).then(
        (signedIn) => signedIn.device,
        (error: { code: string }) => error.code,
      )
    for (let n = 0; n < 30; n += 1) {
      await as('wrong wrong wrong', null)
      time.now += 1000
      expect(await as(password, device)).toBe(device)
    }
    expect(await as(password, 'x'.repeat(43))).toBe('too_many_requests')
    time.now += 181 * 24 * 60 * minute
    expect(await as('wrong wrong wrong', null)).toBe('sign_in_failed')
    expect(await as(password, device)).toBe('too_many_requests')
  })

  test('refuses links of earlier starts and owners that are no longer configured', async () => {
    const { db, deps, gate, enter } = await setUp()
    const { bearer } = await enter()
    const early = new URL(await makeFirstLink(deps, 'http://127.0.0.1:8080')).hash.slice('#token='.length)
    expect(await gate.find(bearer, true)).toBeNull()
    await expect(enter()).rejects.toMatchObject({ code: 'sign_in_failed' })
    const late = new URL(await makeFirstLink(deps, 'http://127.0.0.1:8080')).hash.slice('#token='.length)
    const use = (token: string) => signIn(deps, { ...visitor, credentials: { token } })
    await expect(use(early)).rejects.toMatchObject({ code: 'sign_in_failed' })
    expect((await use(late)).member.email).toBe('owner@localhost')
    const entries = await db.selectFrom('audit_entries').select('sentence').execute()
    expect(entries.map(({ sentence }) => sentence)).toEqual([
      expect.stringContaining('Ana@Example.com is no longer an owner and is signed out everywhere'),
    ])
  })

  test('a second link works beside the first one and is in the audit', async () => {
    const { deps, actions, admin } = await setUp()
    const link = new URL(await makeFurtherLink(deps, 'http://127.0.0.1:8080', 'ana@example.com'))
    expect(actions).toEqual(['session.link_made'])
    const token = link.hash.slice('#token='.length)
    expect((await signIn(deps, { ...visitor, credentials: { token } })).member).toEqual(admin)
  })

  test('a further link is for the configured owner, never for one who has not joined', async () => {
    const { db, deps, admin } = await setUp()
    const invited = { password_hash: null, disabled_at: null, role: 'owner' } as const
    const later = new Date(Date.UTC(2030, 1, 1))
    const emails = ['invited', 'joined'] as const
    for (const name of emails) {
      const times = { created_at: later, joined_at: name === 'joined' ? later : null }
      await db
        .insertInto('members')
        .values({ ...invited, ...times, id: newId(), email: `${name}@example.com`, name })
        .execute()
    }
    expect(await deps.members.owner('ANA@example.com')).toEqual(admin)
    expect(await deps.members.owner('invited@example.com')).toMatchObject({ email: 'joined@example.com' })
  })

  test('a restart with the same password keeps sessions, another password ends them', async () => {
    const { deps, gate, enter } = await setUp()
    const { bearer } = await enter()
    await keepAdministrator(deps, { email: 'ana@example.com', password: Buffer.from(password) })
    expect(await gate.find(bearer, true)).not.toBeNull()
    await keepAdministrator(deps, { email: 'ana@example.com', password: Buffer.from('another long password') })
    expect(await gate.find(bearer, true)).toBeNull()
  })
})

describe('passwords', () => {
  test('a hash matches its password only, and an unknown account never matches', async () => {
    const stored = await hashPassword(password)
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await passwordFits(password, stored)).toBe(true)
    expect(await passwordFits(`${password} `, stored)).toBe(false)
    expect(await passwordFits('', null)).toBe(false)
  })

  test('matches a passphrase of 70 characters by all of them', async () => {
    const long = 'seven quiet rivers and one bridge over the last of them, in the snow 1'
    expect([long.length, passwordWeakness(long, 'ana@example.com')]).toEqual([70, null])
    const stored = await hashPassword(long)
    expect(await passwordFits(long, stored)).toBe(true)
    expect(await passwordFits(`${long.slice(0, -1)}2`, stored)).toBe(false)
  })

  test('matches regardless of composed letters, from a file and from a form', async () => {
    const [composed, decomposed] = ['Zürich Café Ångström'.normalize('NFC'), 'Zürich Café Ångström'.normalize('NFD')]
    expect(composed).not.toBe(decomposed)
    expect(await passwordFits(composed, await hashPassword(Buffer.from(decomposed)))).toBe(true)
    expect(await passwordFits(decomposed, await hashPassword(Buffer.from(composed)))).toBe(true)
    expect(await passwordFits(Buffer.from([0xff, 0xfe]), await hashPassword(Buffer.from([0xff, 0xfd])))).toBe(false)
  })

  test.each([
    'aaaaaaaaaaaaaaa',
    'aAaAaAaAaAaAaAaAaA',
    'abcabcabcabcabc',
    'password password',
    'PasswordPassword1'.slice(0, 16),
    '123456789012345',
    '543210987654321',
    'qwertyuiopasdfgh',
    'abcdefghijklmnop',
    'ana@example.com1',
    'Ä'.repeat(15),
    'kurz und schmal'.slice(0, 14),
    // Fifteen bytes and eight letters.
    'äöüäöüé1',
    'Password-Summer-2026!',
    'P@ssw0rd-0f-2026!!',
    'Muster.Admin.123456',
    'KoreWelcome2026!!!',
    'Passwort!Winter!99',
  ])('refuses %s as a configured password', (weak) => {
    expect(passwordWeakness(Buffer.from(weak), 'ana@example.com')).not.toBeNull()
  })

  test('refuses little more than the parts of the address', () => {
    expect(passwordWeakness('Ana.Schmidt-2026-ana', 'ana.schmidt@example.com')).not.toBeNull()
    expect(passwordWeakness('Ana.Schmidt-2026-ana', 'omar@example.com')).toBeNull()
  })

  test.each([
    'correct horse battery staple',
    'a password of the owner',
    'Zürich im März ist kalt',
    '839201847563920',
    // Random characters behind a name.
    'Muster-8hJ2kL9pQ4',
    'muster 839201847563920',
    'the winter sea was grey that morning',
    'x'.repeat(3) + 'seven quiet rivers '.repeat(3),
  ])('accepts %s as a configured password', (strong) => {
    expect(passwordWeakness(Buffer.from(strong), 'owner@example.com')).toBeNull()
  })
})
