import { createServer } from 'node:net'
import { inspect } from 'node:util'
import { message } from '@muster/wording/message'
import { sql } from 'kysely'
import { afterAll, expect, onTestFinished, test, vi } from 'vitest'
import { createCatalogues } from '../../adapters/catalogues/read-catalogue.ts'
import { startCatcher } from '../../adapters/outbound/mail/catcher.fixture.ts'
import { createSmtp } from '../../adapters/outbound/mail/smtp.ts'
import { createSealer } from '../../adapters/sealing/sealing.ts'
import { createSqlAuditLog } from '../../adapters/storage/audit/audit-log.ts'
import { newId } from '../../adapters/storage/database/new-id.ts'
import { createQueue } from '../../adapters/storage/database/pg-boss-queue.ts'
import { type Storage, silentLogger } from '../../adapters/storage/database/storage.ts'
import { createSqlMailStore } from '../../adapters/storage/mail/mail-store.ts'
import { describeOnEachStorage } from '../../adapters/storage/testing/storage-suites.ts'
import { systemClock } from '../../clock.ts'
import type { Mail } from '../../mail.ts'
import { createMailer, type MailDeps } from './mailer.ts'

const waitMs = 25_000
vi.setConfig({ testTimeout: 120_000 })

const closing: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const close of closing) await close()
})
async function catcher(...options: Parameters<typeof startCatcher>) {
  const started = await startCatcher(...options)
  closing.push(started.close)
  return started
}

const welcome: Mail = {
  key: 'welcome ana',
  to: { email: 'ana@example.com', language: null },
  subject: message('audit.signed_out', { member: 'Ana\r\nBcc: eve@example.com' }),
  paragraphs: [message('audit.signed_out', { member: 'Ana\r\nBcc: eve@example.com' })],
  link: 'https://muster.example.com/invitation#token=secret-of-the-link',
}

function mailerOn(
  storage: Storage,
  transport: MailDeps['transport'],
  { clock = systemClock, key = 'a key of the tests' } = {},
) {
  const queue = createQueue(storage, silentLogger)
  const mailer = createMailer({
    store: createSqlMailStore(storage.db),
    transport,
    sealing: createSealer(Buffer.from(key)).factors,
    queue,
    catalogue: createCatalogues(),
    audit: createSqlAuditLog(storage.db),
    clock,
    newId,
  })
  const stop = () => queue.stop(2000)
  onTestFinished(stop)
  return { ...mailer, stop }
}

describeOnEachStorage('mails', (open) => {
  test('a mail is stored sealed, survives a restart and is sent once', async () => {
    const storage = await open()
    const { caught, settings } = await catcher()
    const before = mailerOn(storage, createSmtp(settings))
    await before.send(welcome)
    await before.stop()
    const stored = await storage.db.selectFrom('mails').selectAll().execute()
    expect(JSON.stringify(stored)).not.toContain('secret-of-the-link')
    const after = mailerOn(storage, createSmtp(settings))
    await after.startWork()
    await vi.waitFor(() => expect(caught).toHaveLength(1), waitMs)
    await after.send(welcome)
    const second = { ...welcome, key: 'welcome ben', to: { email: 'ben@example.com', language: 'de' as const } }
    await after.send(second)
    await vi.waitFor(() => expect(caught).toHaveLength(2), waitMs)
    expect(caught.map(({ to }) => to)).toEqual([['ana@example.com'], ['ben@example.com']])
    expect(caught[0]?.text).toContain('token=secret-of-the-link')
    // One header block, in which the name added no line.
    const [head = ''] = caught[0]?.text.split('\r\n\r\n') ?? []
    expect(head.split('\r\n').filter((line) => /^(bcc|to):/i.test(line))).toEqual(['To: ana@example.com'])
    await vi.waitFor(async () => {
      const ended = await storage.db.selectFrom('mails').select(['outcome', 'sealed']).execute()
      expect(ended).toEqual(Array.from({ length: 2 }, () => ({ outcome: 'sent', sealed: null })))
    }, waitMs)
  })

  test('a temporary refusal is retried, a permanent one ends with an audit entry', async () => {
    const storage = await open()
    let refusals = 0
    const { caught, settings } = await catcher((address) => {
      if (address.startsWith('gone')) return 550
      refusals += 1
      return refusals === 1 ? 451 : null
    })
    const mailer = mailerOn(storage, createSmtp(settings))
    await mailer.startWork()
    await mailer.send(welcome)
    await mailer.send({ ...welcome, key: 'gone', to: { email: 'gone@example.com', language: null } })
    await vi.waitFor(async () => {
      expect(caught).toHaveLength(1)
      const audit = await storage.db.selectFrom('audit_entries').select('sentence').execute()
      expect(audit).toEqual([{ sentence: 'An email to gone@example.com could not be delivered' }])
    }, waitMs)
    expect(refusals).toBe(2)
  })

  test('an address that the server quotes in a refusal is not stored in plain text', async () => {
    const storage = await open()
    const { settings } = await catcher(() => 451)
    const mailer = mailerOn(storage, createSmtp(settings))
    await mailer.startWork()
    await mailer.send(welcome)
    await vi.waitFor(async () => {
      const { rows } = await sql`select * from pgboss.job`.execute(storage.db)
      expect(JSON.stringify(rows)).toContain('the work failed')
      expect(JSON.stringify(rows)).not.toContain('ana@example.com')
    }, waitMs)
  })

  test('a mail that no key opens is given up after a day, with an audit entry', async () => {
    const storage = await open()
    const { caught, settings } = await catcher()
    const before = mailerOn(storage, createSmtp(settings))
    await before.send(welcome)
    await before.stop()
    const clock = { ...systemClock, now: () => Date.now() + 25 * 3_600_000 }
    const after = mailerOn(storage, createSmtp(settings), { clock, key: 'another key of the tests' })
    await after.startWork()
    await vi.waitFor(async () => {
      const ended = await storage.db.selectFrom('mails').select(['outcome', 'sealed']).execute()
      expect(ended).toEqual([{ outcome: 'failed', sealed: null }])
      const audit = await storage.db.selectFrom('audit_entries').select('sentence').execute()
      expect(audit).toEqual([{ sentence: 'An email could not be delivered: Muster could not decrypt it' }])
    }, waitMs)
    expect(caught).toEqual([])
  })

  test('a mail that a dead process had taken waits until it may be taken again', async () => {
    const store = createSqlMailStore((await open()).db)
    await store.add({ id: 'm1', key: 'k', sealed: 's', createdAt: 0 })
    expect(await store.add({ id: 'm2', key: 'k', sealed: 's', createdAt: 0 })).toBe(false)
    const first = { id: 'm1', sealed: 's', createdAt: 0 }
    expect(await store.take('m1', { now: 0, expiresAt: 10 })).toEqual(first)
    expect(await store.take('m1', { now: 9, expiresAt: 20 })).toBe('taken')
    expect(await store.take('m1', { now: 11, expiresAt: 20 })).toEqual(first)
    await store.end('m1', 'sent', 12)
    expect(await store.take('m1', { now: 30, expiresAt: 40 })).toBe('ended')
  })
})

test('the words of a server, which may repeat the login, are in no failure', async () => {
  const password = 'a password of the mail server'
  const plain = Buffer.from(`\0muster\0${password}`).toString('base64')
  const server = createServer((socket) => {
    socket.write('220 ready\r\n')
    const reply = (line: string) => {
      if (line.startsWith('EHLO')) return '250-mail.example\r\n250 AUTH PLAIN\r\n'
      return line.startsWith('AUTH') ? `535 not accepted: ${line}\r\n` : '221 bye\r\n'
    }
    socket.on('data', (chunk: Buffer) => socket.write(reply(chunk.toString().trim())))
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => void server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  const login = { user: 'muster', password: Buffer.from(password) }
  const parts = { host: '127.0.0.1', implicitTls: false, allowPlain: true, from: 'muster@example.com' }
  const smtp = createSmtp({ ...parts, port: address.port, login })
  const mail = { to: 'ana@example.com', subject: 's', text: 't', messageId: 'm' }
  for (const failure of [smtp.verify(), smtp.send(mail)]) {
    const error: unknown = await failure.then(
      () => null,
      (thrown: unknown) => thrown,
    )
    const shown = inspect(error, { depth: 9, showHidden: true })
    expect(shown).toMatch(/535 EAUTH/)
    expect(shown).not.toContain(plain)
    expect(shown).not.toContain('not accepted')
  }
})

test('a server without TLS, or with an unknown certificate, gets no mail', async () => {
  const mail = { to: 'ana@example.com', subject: 's', text: 't', messageId: 'm' }
  const plain = await catcher()
  await expect(createSmtp({ ...plain.settings, allowPlain: false }).send(mail)).rejects.toThrow(/STARTTLS/)
  const selfSigned = await catcher(() => null, true)
  await expect(createSmtp({ ...selfSigned.settings, allowPlain: false }).send(mail)).rejects.toThrow(/certificate/)
  expect([...plain.caught, ...selfSigned.caught]).toEqual([])
})
