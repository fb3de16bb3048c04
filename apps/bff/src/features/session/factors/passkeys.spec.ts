import { permissionsOf } from '@muster/core/permission'
import { expect, test } from 'vitest'
import { describeOnEachStorage } from '../../../adapters/storage/testing/storage-suites.ts'
import type { Actor } from '../../../http/session/actor.ts'
import { createSessionGate } from '../find-session.ts'
import { keepAdministrator } from '../keep-administrator.ts'
import { reauthenticate } from '../reauthenticate.ts'
import { signIn } from '../sign-in.ts'
import { createAuthenticator } from '../testing/authenticator.ts'
import { sessionParts } from '../testing/session-parts.ts'
import { readFactors, removeTotp } from './manage-factors.ts'
import { addPasskey, challengeToAdd, challengeToUse, removePasskey } from './passkeys.ts'

const home = { origin: 'https://muster.example.com', rpId: 'muster.example.com' }
const password = 'correct horse battery'
const visitor = { previousSessionId: null, device: null, browser: 'b1', agent: 'curl', address: '203.0.113.9' } as const
const refused = /passkey is unknown/

describeOnEachStorage('passkeys', (open) => {
  async function setUp() {
    const { db } = await open()
    const { time, ...deps } = sessionParts(db, { id: home.rpId, origins: [home.origin] })
    const person = { email: 'ana@example.com', password: Buffer.from(password) }
    const { id, ...member } = await keepAdministrator(deps, person)
    const actor: Actor = { memberId: id, ...member, permissions: permissionsOf('owner') }
    const key = createAuthenticator(home)
    const challenge = async (browser = 'b1') => (await challengeToUse(deps, browser, null)).challenge
    const add = async (authenticator = key, falsified: object = {}, session = 's1') => {
      const options = await challengeToAdd(deps, actor, 's1')
      const created = { name: 'Laptop', ...authenticator.create({ challenge: options.challenge, ...falsified }) }
      return await addPasskey(deps, { actor, sessionId: session, created, hasPassphrase: true })
    }
    const enter = (credentials: Parameters<typeof signIn>[1]['credentials'], browser = 'b1') =>
      signIn(deps, { ...visitor, browser, credentials })
    const sentences = async () =>
      (await db.selectFrom('audit_entries').select('sentence').orderBy('seq').execute()).map(({ sentence }) => sentence)
    return { db, deps, time, actor, key, challenge, add, enter, sentences }
  }

  test('a passkey signs its member in, replaces a code after the password, and proves again who they are', async () => {
    const { deps, actor, key, challenge, add, enter, sentences } = await setUp()
    const { recoveryCodes } = await add()
    expect(recoveryCodes).toHaveLength(10)
    const entered = await enter({ passkey: key.use({ challenge: await challenge() }) })
    expect(entered.member).toMatchObject({ id: actor.memberId, email: 'ana@example.com' })

    const account = { email: actor.email, password }
    await expect(enter(account)).rejects.toThrow(/Use a passkey, or enter a code/)
    await enter({ ...account, passkey: key.use({ challenge: await challenge() }) })
    await enter({ ...account, code: recoveryCodes[0] ?? '' })

    const live = await createSessionGate(deps).find(entered.bearer, true)
    const proof = { passkey: key.use({ challenge: await challenge() }) }
    const sessionId = live?.sessionId ?? ''
    const renewed = await reauthenticate(deps, {
      actor,
      sessionId,
      proof,
      address: 'a',
      device: null,
      browser: 'b1',
      planHash: null,
    })
    expect(await createSessionGate(deps).find(renewed, true)).not.toBeNull()
    expect(await readFactors({ ...deps, isAdministrator: () => false }, actor)).toMatchObject({
      recoveryCodes: 9,
      passkeyAddress: home.origin,
      passkeys: [{ name: 'Laptop', lastUsedAt: expect.any(String), synced: false }],
    })
    expect(await sentences()).toEqual(
      expect.arrayContaining([
        'ana added the passkey "Laptop"',
        'ana signed in with a passkey from 203.0.113.9',
        'ana proved again who they are from a',
      ]),
    )
  })

  test('a challenge works once, in its browser, for five minutes, and only to use a passkey', async () => {
    const { deps, actor, time, key, challenge, add, enter } = await setUp()
    await add()
    const used = await challenge()
    await enter({ passkey: key.use({ challenge: used }) })
    await expect(enter({ passkey: key.use({ challenge: used }) })).rejects.toThrow(refused)
    const other = key.use({ challenge: await challenge('b2') })
    await expect(enter({ passkey: other }, 'b1')).rejects.toThrow(refused)
    await expect(enter({ passkey: key.use({ challenge: 'bWFkZSB1cA' }) })).rejects.toThrow(refused)
    const toAdd = await challengeToAdd(deps, actor, 'b1')
    await expect(enter({ passkey: key.use({ challenge: toAdd.challenge }) })).rejects.toThrow(refused)
    const old = await challenge()
    time.now += 5 * 60_000
    await expect(enter({ passkey: key.use({ challenge: old }) })).rejects.toThrow(refused)
    await enter({ passkey: key.use({ challenge: await challenge() }) })
  })

  test('refuses another origin, domain or frame, a user who was not verified, another member, and another key', async () => {
    const { key, actor, challenge, add, enter } = await setUp()
    await add()
    const falsified = [
      { origin: 'https://muster.example.com.evil.example' },
      { rpId: 'evil.example' },
      { crossOrigin: true },
      { isVerified: false },
    ]
    for (const change of falsified)
      await expect(enter({ passkey: key.use({ challenge: await challenge(), ...change }) })).rejects.toThrow(refused)
    const other = createAuthenticator(home).use({ challenge: await challenge() })
    const genuine = key.use({ challenge: await challenge() })
    await expect(enter({ passkey: other })).rejects.toThrow(refused)
    await expect(enter({ passkey: { ...genuine, signature: other.signature } })).rejects.toThrow(refused)
    const userHandle = Buffer.from('another member').toString('base64url')
    await expect(enter({ passkey: { ...key.use({ challenge: await challenge() }), userHandle } })).rejects.toThrow(
      refused,
    )
    const own = Buffer.from(actor.memberId).toString('base64url')
    await enter({ passkey: { ...key.use({ challenge: await challenge() }), userHandle: own } })
  })

  test('a counter that does not rise, as of a copied key, is refused', async () => {
    const { key, challenge, add, enter } = await setUp()
    await add(key, { counter: 4 })
    await enter({ passkey: key.use({ challenge: await challenge(), counter: 5 }) })
    for (const counter of [5, 3, 0])
      await expect(enter({ passkey: key.use({ challenge: await challenge(), counter }) })).rejects.toThrow(refused)
    const both = await Promise.all([challenge(), challenge()])
    const uses = both.map((one) => enter({ passkey: key.use({ challenge: one, counter: 9 }) }))
    const outcomes = await Promise.allSettled(uses)
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  test('adding is bound to the session and its origin; a passkey is added once', async () => {
    const { key, add } = await setUp()
    const notAdded = /could not be verified/
    await expect(add(key, {}, 's2')).rejects.toThrow(notAdded)
    await expect(add(key, { origin: 'http://muster.example.com' })).rejects.toThrow(notAdded)
    await expect(add(key, { isVerified: false })).rejects.toThrow(notAdded)
    await add()
    await expect(add()).rejects.toThrow(/added already/)
    expect((await add(createAuthenticator(home))).recoveryCodes).toEqual([])
  })

  test('removing the last factor ends the recovery codes; a disabled member has no passkey', async () => {
    const { db, deps, actor, key, challenge, add, enter } = await setUp()
    const { passkey } = await add()
    await removeTotp(deps, actor)
    expect(await deps.passkeys.any()).toBe(true)
    await db.updateTable('members').set({ disabled_at: new Date() }).execute()
    await expect(enter({ passkey: key.use({ challenge: await challenge() }) })).rejects.toThrow(refused)
    expect(await deps.passkeys.any()).toBe(false)
    await db.updateTable('members').set({ disabled_at: null }).execute()
    await removePasskey(deps, actor, passkey.id)
    expect(await readFactors({ ...deps, isAdministrator: () => false }, actor)).toMatchObject({
      recoveryCodes: 0,
      passkeys: [],
    })
    await expect(removePasskey(deps, actor, passkey.id)).rejects.toThrow(/does not exist/)
    await enter({ email: actor.email, password })
  })
})
