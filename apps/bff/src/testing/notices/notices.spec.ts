import { createHmac } from 'node:crypto'
import { requestApproval } from '@muster/contracts/approvals'
import { exportAuditJsonl, listAudit } from '@muster/contracts/audit'
import { inviteMember } from '@muster/contracts/members'
import { getNotices, testNotices } from '@muster/contracts/notices'
import { sentinelEmail, wellKnown } from '@muster/kore-sandbox'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startCatcher } from '../../adapters/outbound/mail/catcher.fixture.ts'
import { syslogServer, webhookReceiver } from '../../adapters/outbound/receivers.fixture.ts'
import { startBackend } from '../backend.ts'

const secret = 'a webhook secret of 34 characters'

/** The text of a mail without the soft line breaks of its encoding. */
const unwrapped = (text = '') => text.replaceAll('=\r\n', '').replaceAll('=3D', '=')

test('a job that fails reaches a webhook, and every act a syslog server; the settings show what was delivered', {
  timeout: 120_000,
}, async () => {
  const webhook = await webhookReceiver()
  const slack = await webhookReceiver((_post, response) => response.writeHead(500).end())
  const syslog = await syslogServer()
  const mails = await startCatcher()
  onTestFinished(() => mails.close())
  const muster = await startBackend({
    env: {
      MUSTER_WEBHOOK_URLS: `${webhook.url}/hooks/secret-path`,
      MUSTER_WEBHOOK_SECRET: secret,
      MUSTER_NOTIFY_SLACK_URL: `${slack.url}/services/secret-path`,
      SMTP_URL: `smtp://127.0.0.1:${mails.settings.port}`,
      SMTP_FROM: 'muster@example.com',
      MUSTER_NOTIFY_EMAILS: 'security@example.com',
      AUDIT_STREAM_URL: `syslog+tcp://127.0.0.1:${syslog.port}`,
    },
  })
  onTestFinished(() => muster.stop())
  const { api } = muster
  // Notices begin with the first look at the audit.
  await api.until(
    () => api.call(getNotices),
    ({ auditStream }) => auditStream !== null && auditStream.sent > 0,
  )
  expect(await api.call(testNotices, { body: { destination: 'webhook' } })).toMatchObject({ delivered: true })
  expect(await api.call(testNotices, { body: { destination: 'slack' } })).toMatchObject({
    delivered: false,
    errorMessage: { code: 'outbound.status' },
  })
  expect(await api.call(testNotices, { body: { destination: 'email' } })).toMatchObject({ delivered: true })
  expect(mails.caught).toMatchObject([
    { to: ['security@example.com'], text: expect.stringContaining('This is a test') },
  ])
  const unknown = { body: '{"destination":"other"}', contentType: 'application/json' }
  expect((await api.send('POST', '/api/notices/test', unknown)).status).toBe(404)

  const identifiers = [{ by: 'email' as const, value: sentinelEmail('reason-string') }]
  const job = await muster.run(
    await muster.plan({ kind: 'identifiers', identifiers, change: { kind: 'update', isDeveloper: true } }),
  )
  expect(job.counts.failed).toBe(1)
  await vi.waitFor(() => expect(webhook.posts).toHaveLength(2), { timeout: 30_000 })
  const [tested, notice] = webhook.posts
  expect(JSON.parse(tested?.body ?? '')).toMatchObject({ type: 'test' })
  expect(JSON.parse(notice?.body ?? '')).toMatchObject({
    type: 'job.failed',
    data: { environment: 'sandbox', failed: 1, jobId: job.id, url: `${muster.url}/jobs/${job.id}` },
  })
  expect(notice?.body).not.toMatch(/@|fault/)
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = notice?.headers ?? {}
  const expected = createHmac('sha256', secret)
    .update(`${String(id)}.${String(at)}.${notice?.body}`)
    .digest('base64')
  expect(signature).toBe(`v1,${expected}`)

  const shown = await api.until(
    () => api.call(getNotices),
    ({ destinations: [first], auditStream }) =>
      first?.waiting === 0 && auditStream !== null && auditStream.sent === auditStream.entries,
  )
  expect(shown.destinations).toMatchObject([
    { id: 'webhook', place: new URL(webhook.url).host, error: null, lastFailedAt: null },
    { id: 'slack', waiting: 1, lastDeliveredAt: null, errorMessage: { code: 'outbound.status' } },
    { id: 'email', place: '127.0.0.1', error: null },
  ])
  expect(JSON.stringify(shown)).not.toContain('secret-path')
  const acts = (await api.call(listAudit, { query: { action: 'notice.tested' } })).items
  expect(acts.map(({ sentenceMessage }) => sentenceMessage?.code)).toEqual([
    'audit.notice_tested',
    'audit.notice_test_failed',
    'audit.notice_tested',
  ])
  const textsTo = (email: string) => mails.caught.flatMap(({ to, text }) => (to.includes(email) ? [text] : []))
  await vi.waitFor(() => expect(textsTo('security@example.com')).toHaveLength(2), { timeout: 30_000 })
  expect(textsTo('security@example.com')[1]).toContain(`/jobs/${job.id}`)

  const ben = { email: 'ben@example.com', name: 'Ben', role: 'approver' as const }
  const { emailed, link } = await api.call(inviteMember, { body: { ...ben, sendEmail: true } })
  expect(emailed).toBe(true)
  await vi.waitFor(() => expect(textsTo(ben.email)).toHaveLength(1), { timeout: 30_000 })
  expect(unwrapped(textsTo(ben.email)[0])).toContain(link)
  const password = 'a passphrase of the approver'
  const joined = await fetch(`${muster.url}/api/invitation`, {
    method: 'POST',
    headers: { origin: muster.url, 'content-type': 'application/json' },
    body: JSON.stringify({ token: new URL(link).hash.slice('#token='.length), password }),
  })
  expect(joined.status).toBe(200)
  const member = [{ by: 'email' as const, value: wellKnown.member }]
  const change = { kind: 'update' as const, canCreateBot: true }
  const plan = await muster.plan({ kind: 'identifiers', identifiers: member, change })
  await api.call(requestApproval, { params: { id: plan.id }, body: { hash: plan.hash ?? '', reason: 'please' } })
  await vi.waitFor(() => expect(textsTo(ben.email)).toHaveLength(2), { timeout: 30_000 })
  expect(textsTo(ben.email)[1]).toContain(`${muster.url}/approvals`)
  // Names only with MUSTER_NOTIFY_DETAILS.
  expect(textsTo(ben.email)[1]).not.toContain('please')

  const exported = (await api.send('GET', exportAuditJsonl.path)).bytes.toString().trimEnd().split('\n')
  await vi.waitFor(() => expect(syslog.messages().length).toBeGreaterThanOrEqual(exported.length), { timeout: 30_000 })
  const streamed = syslog.messages().map((one) => one.slice(one.indexOf('] {') + 2))
  expect(streamed.slice(0, exported.length).map((line) => JSON.parse(line))).toEqual(
    exported.map((line): unknown => JSON.parse(line)),
  )
})
