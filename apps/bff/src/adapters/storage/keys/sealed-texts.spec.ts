import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { mailOwner } from '../../../features/mail/ports.ts'
import { confirmTotp, startTotp } from '../../../features/session/factors/manage-factors.ts'
import { totpCode } from '../../../features/session/factors/totp.ts'
import { keepAdministrator } from '../../../features/session/keep-administrator.ts'
import { signIn } from '../../../features/session/sign-in.ts'
import { sessionParts } from '../../../features/session/testing/session-parts.ts'
import { createSealer, type Sealer } from '../../sealing/sealing.ts'
import { sealPlugin } from '../database/seal.ts'
import type { Db } from '../database/storage.ts'
import { createSqlMailStore } from '../mail/mail-store.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { resealContent } from './sealed-rows.ts'
import { abandonSealingKey, admitSealingKeys } from './sealing-keys.ts'

const [first, second] = [Buffer.from('the first key of the tests'), Buffer.from('the second key of the tests')]
const [onlyFirst, onlySecond, both] = [createSealer(first), createSealer(second), createSealer(second, [first])]
const pause = async () => {}
const step = 60_000_000
const login = { email: 'ana@example.com', password: 'correct horse battery' }

/** Sign-in as a start with these keys has it. */
function sessionsWith(db: Db, sealer: Sealer) {
  const { time, ...parts } = sessionParts(db)
  time.now = step * 30_000
  return { ...parts, sealing: sealer.factors, audit: { append: pause } }
}

/** As versions before key IDs sealed it. */
function sealedByFirstVersion(plain: Buffer, owner: string): string {
  const key = createHash('sha256').update('muster sealing 1').update(first).digest()
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner))
  const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  return ['v1', nonce.toString('base64url'), sealed.toString('base64url')].join('.')
}

describeOnEachStorage('after a rotation of the sealing key', (open) => {
  async function setUp() {
    const plain = (await open()).db.withoutPlugins()
    const db = plain.withPlugin(sealPlugin(both.content))
    const admit = (sealer: Sealer | null) => admitSealingKeys(db, { sealer, at: 1000 })
    const deps = sessionsWith(db, onlyFirst)
    const { id } = await keepAdministrator(deps, { email: login.email, password: Buffer.from(login.password) })
    const actor = {
      memberId: id,
      email: login.email,
      name: 'Ana',
      role: 'owner',
      roleName: null,
      granted: null,
      scope: null,
      language: null,
      permissions: [],
    } as const
    await startTotp(deps, actor)
    const { totpKey } = (await deps.factors.of(id)) ?? expect.fail('there is no member')
    const key = onlyFirst.factors.open(totpKey ?? '', id)
    await confirmTotp(deps, actor, totpCode(key, step - 1))
    const enter = (sealer: Sealer) =>
      signIn(sessionsWith(db, sealer), {
        credentials: { ...login, code: totpCode(key, step) },
        previousSessionId: null,
        device: null,
        browser: null,
        agent: 'curl',
        address: '203.0.113.9',
      })
    return { db, admit, id, key, enter }
  }

  test('a member signs in with the authenticator app and a waiting mail opens, without the old key', async () => {
    const { db, admit, id, enter } = await setUp()
    const mails = createSqlMailStore(db)
    const sealed = onlyFirst.factors.seal(Buffer.from('a link'), mailOwner('m1'))
    await mails.add({ id: 'm1', key: 'k', sealed, createdAt: 0 })
    await admit(onlyFirst)
    for (const sealer of [onlySecond, null])
      await expect(admit(sealer)).rejects.toThrow(`the key ${onlyFirst.keyId}, which is not set`)
    await admit(both)
    expect(await resealContent(db, { sealer: both, pause })).toEqual({ sealed: 2, unreadable: 0 })
    await admit(onlySecond)
    expect((await enter(onlySecond)).member.id).toBe(id)
    const taken = await mails.take('m1', { now: 0, expiresAt: 1 })
    if (typeof taken === 'string') return expect.fail(`the mail is ${taken}`)
    expect(onlySecond.factors.open(taken.sealed, mailOwner('m1')).toString()).toBe('a link')
  })

  test('a key that sealed texts do not name is needed too, until they are sealed again or it is given up', async () => {
    const { db, admit, id, key, enter } = await setUp()
    const older = { totp_key: sealedByFirstVersion(key, id) }
    await db.updateTable('members').set(older).where('id', '=', id).execute()
    await expect(admit(onlySecond)).rejects.toThrow('the key unnamed, which is not set')
    await admit(onlyFirst)
    await expect(admit(null)).rejects.toThrow('which is not set')
    await admit(both)
    expect((await resealContent(db, { sealer: both, pause })).sealed).toBe(1)
    await admit(onlySecond)
    expect((await enter(onlySecond)).member.id).toBe(id)
    await db.updateTable('members').set(older).where('id', '=', id).execute()
    await expect(admit(onlySecond)).rejects.toThrow('the key unnamed, which is not set')
    expect(await abandonSealingKey(db, 'unnamed')).toBe(true)
    await admit(onlySecond)
  })
})
