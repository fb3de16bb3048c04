import { createHmac } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { englishText } from '@muster/wording/english'
import { expect, test } from 'vitest'
import { type ExportedEntry, OutboundError } from '../../features/notices/ports.ts'
import { directNetwork } from '../kore/transport/settings.ts'
import { slackBody, teamsBody, webhookBody } from './notice-bodies.ts'
import { createOutboundClient, isAllowedAddress } from './outbound-client.ts'
import { framesOf, syslogServer, webhookReceiver } from './receivers.fixture.ts'
import { signWebhook, webhookKey } from './sign-webhook.ts'
import { octetCounted, syslogMessage } from './syslog-frame.ts'
import { createSyslogReceiver } from './syslog-receiver.ts'

const signal = new AbortController().signal
const open = { allowPrivate: false }
async function post(url: string): Promise<void> {
  const client = createOutboundClient(directNetwork, open)
  try {
    await client.post(new URL(url), { headers: {}, body: '{}' }, signal)
  } finally {
    await client.close()
  }
}
const reasonOf = async (sent: Promise<void>) => {
  const error: unknown = await sent.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return error instanceof OutboundError ? englishText(error.reason) : error
}

test('a signature is the one of the specification Standard Webhooks', () => {
  const key = webhookKey(Buffer.from('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'))
  const given = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at: 1_614_265_330_000, body: '{"test": 2432232314}' }
  expect(signWebhook(key, given)).toEqual({
    'webhook-id': given.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
})

test.each([
  ['93.184.216.34', 'example.com', false, true],
  ['127.0.0.1', 'localhost', false, true],
  ['127.0.0.1', 'example.com', true, false],
  ['::1', 'example.com', true, false],
  ['10.1.2.3', 'example.com', false, false],
  ['10.1.2.3', 'example.com', true, true],
  ['192.168.0.1', 'example.com', false, false],
  ['172.31.0.1', 'example.com', false, false],
  ['100.64.0.1', 'example.com', false, false],
  ['fd12::1', 'example.com', false, false],
  ['fd12::1', 'example.com', true, true],
  ['169.254.169.254', 'example.com', true, false],
  ['fd00:ec2::254', 'example.com', true, false],
  ['::ffff:127.0.0.1', 'example.com', true, false],
  ['0.0.0.0', 'example.com', true, false],
])('the address %s of %s, private ranges allowed: %s, is allowed: %s', (address, host, allowPrivate, allowed) => {
  expect(isAllowedAddress(address, host, { allowPrivate })).toBe(allowed)
})

test.each([
  'http://10.0.0.1/x',
  'http://169.254.169.254/latest/meta-data',
  'http://[fd12::1]/',
  'http://0x7f.1.2.3.nip.invalid:9/',
])('nothing is sent to %s', async (url) => {
  const reason = await reasonOf(post(url))
  expect(reason).toMatch(url.includes('invalid') ? /does not exist|cannot be resolved|nip\.invalid/ : /not allowed/)
})

test('a redirect is not followed, and a status outside 2xx is a failure', async () => {
  const other = await webhookReceiver()
  const redirecting = await webhookReceiver((_post, response) => response.writeHead(307, { location: other.url }).end())
  const failing = await webhookReceiver((_post, response) => response.writeHead(503).end('x'.repeat(10)))
  expect(await reasonOf(post(`${redirecting.url}/secret-path`))).toMatch(/redirects to another address/)
  expect(await reasonOf(post(`${failing.url}/secret-path`))).toMatch(/^127\.0\.0\.1:\d+ responded with 503$/)
  expect(other.posts).toEqual([])
})

const notice = {
  id: 'notice-7-webhook',
  at: 0,
  notice: { kind: 'job.failed', path: '/jobs/j-1', jobId: 'j-1', failed: 2, detail: null },
} as const
const text = {
  text: 'A <b> & *c*',
  detail: 'Ana [x](http://evil)',
  url: 'https://muster.example.com/jobs/j-1',
  open: 'Open',
}

test('a webhook has counts and a link, and no name without the setting', () => {
  const account = { account: 'Demo', environment: 'sandbox' } as const
  const body: unknown = JSON.parse(webhookBody(notice, { ...text, detail: null }, account))
  expect(body).toEqual({
    id: 'notice-7-webhook',
    type: 'job.failed',
    timestamp: '1970-01-01T00:00:00.000Z',
    data: { ...account, text: text.text, url: text.url, jobId: 'j-1', failed: 2 },
  })
})

test('text cannot become markup in Slack or Teams', () => {
  expect(JSON.parse(slackBody(text))).toEqual({
    text: 'A &lt;b&gt; &amp; *c*\nAna [x](http://evil)\n<https://muster.example.com/jobs/j-1|Open>',
  })
  const card = teamsBody(text)
  expect(card).toContain('Ana \\\\[x\\\\]\\\\(http://evil\\\\)')
  expect(JSON.parse(card)).toMatchObject({
    type: 'message',
    attachments: [{ content: { type: 'AdaptiveCard', actions: [{ type: 'Action.OpenUrl', url: text.url }] } }],
  })
})

const entry = (seq: number, more: Partial<ExportedEntry> = {}): ExportedEntry => ({
  seq,
  at: '2026-11-28T20:00:00.000Z',
  action: 'user.changed',
  actor: 'ana@example.com',
  token: null,
  address: null,
  session: null,
  subject: null,
  sentence: `Ana changed Бен ${seq}\nwith a line break`,
  sentenceMessage: null,
  outcome: null,
  jobId: null,
  hash: 'h',
  erased: false,
  folded: null,
  chained: { seq, sentence: `Бен ${seq}\n` },
  ...more,
})

test('a syslog message has the form of RFC 5424, and a frame counts its bytes', () => {
  const sent = syslogMessage(entry(7), 'my host')
  expect(sent).toMatch(
    /^<109>1 2026-11-28T20:00:00\.000Z my-host muster - user\.changed \[meta sequenceId="7"\] \{"seq":7,/,
  )
  expect(syslogMessage(entry(8, { action: 'request.refused' }), '')).toMatch(/^<108>1 \S+ - muster - request\.refused /)
  expect(sent).not.toContain('\n')
  expect(framesOf(Buffer.concat([octetCounted(sent), octetCounted('x')]))).toEqual([sent, 'x'])
})

const testing = join(import.meta.dirname, '../kore/testing')
const extraCa = readFileSync(join(testing, 'private-ca.pem'), 'utf8')
const pem = readFileSync(join(testing, 'server-with-key.pem'), 'utf8')
const many = Array.from({ length: 300 }, (_, n) => entry(n + 1))

test.each(['tcp', 'tls'])('a syslog server on %s gets every entry in order', async (kind) => {
  const server = await syslogServer(kind === 'tls' ? { pem } : {})
  const url = new URL(`syslog+${kind}://localhost:${server.port}`)
  const receiver = createSyslogReceiver({ url, extraCa, ...open })
  await receiver.send(many, signal)
  expect(server.messages().map((one) => Number(/sequenceId="(\d+)"/.exec(one)?.[1]))).toEqual(
    many.map(({ seq }) => seq),
  )
})

test('a certificate of an unknown authority is refused', async () => {
  const server = await syslogServer({ pem })
  const url = new URL(`syslog+tls://localhost:${server.port}`)
  expect(await reasonOf(createSyslogReceiver({ url, extraCa: null, ...open }).send(many, signal))).toMatch(
    /certificate/,
  )
  expect(server.messages()).toEqual([])
})

test('a batch fails if the server is killed while it reads', async () => {
  const server = await syslogServer()
  server.whenRead(1000, server.kill)
  const url = new URL(`syslog+tcp://127.0.0.1:${server.port}`)
  await expect(createSyslogReceiver({ url, extraCa: null, ...open }).send(many, signal)).rejects.toThrow(OutboundError)
})

test('a syslog server on UDP gets a datagram for each entry', async () => {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const first = once(socket, 'message')
  const url = new URL(`syslog+udp://127.0.0.1:${socket.address().port}`)
  await createSyslogReceiver({ url, extraCa: null, ...open }).send([entry(1)], signal)
  const [bytes] = await first
  expect(String(bytes)).toMatch(/^<109>1 .*sequenceId="1"/)
  socket.close()
})

test('the signature covers ID, time and body', () => {
  const key = Buffer.from('a secret of 24 characters')
  const { 'webhook-signature': signature } = signWebhook(key, { id: 'a', at: 5000, body: 'b' })
  expect(signature).toBe(`v1,${createHmac('sha256', key).update('a.5.b').digest('base64')}`)
})
