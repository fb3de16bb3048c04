import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createSocketServer, type Server } from 'node:net'
import { join } from 'node:path'
import { startSandbox } from '@muster/kore-sandbox'
import { expect, onTestFinished, test } from 'vitest'
import { clusterOfFile } from '../durability/cluster-of-file.ts'
import { startTamperingProxy } from '../kore/tampering-proxy.ts'
import { startMuster, untilTrue } from '../muster-process.ts'
import { type Canary, findCanaries, formsOf, type Output, outputOf } from './canary-forms.ts'
import { crawl, createRecorder, playScenario } from './canary-scenario.ts'

const { root, cluster } = clusterOfFile('canary-')

const email = 'owner@example.com'
const given = {
  'Kore.ai secret': 'canary/kore+secret~of=the&app?0123456789',
  'passphrase of the owner': 'canary passphrase of the owner',
  'sealing key': 'canary-sealing-key-0123456789-abcdef',
  'metrics token': 'canary-metrics-token-0123456789',
  'wrong passphrase': 'canary guess of a passphrase',
  'secret of the provider': 'canary-secret-of-the-identity-provider',
  'password of the mail server': 'canary-password-of-the-mail-server',
  'secret of webhooks': 'canary-secret-of-webhooks-0123456789',
  'path of webhooks': 'canary-path-of-webhooks',
  'path of Slack': 'canary-path-of-slack',
  'path of Teams': 'canary-path-of-teams',
  'path of the audit stream': 'canary-path-of-the-audit-stream',
}
const canaries: readonly Canary[] = Object.entries(given).map(([name, value]) => ({ name, value }))
/** An address that Muster shows: the control, which the same crawl must find. */
const controlEmail = 'canary-control@example.com'

const filesUnder = (folder: string, shown: string): Output[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ source: `${shown}${path.slice(folder.length)}`, bytes: readFileSync(path) }))

const listening = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}

/** Receivers of webhooks, mails and sign-ins that refuse everything, and repeat what they were sent. */
async function startRefusing() {
  const called = new Set<string>()
  const web = createServer((request, response) => {
    called.add((request.url ?? '').slice(1))
    response.writeHead(500, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ error: request.url, error_description: request.rawHeaders.join(' ') }))
  })
  const mail = createSocketServer((socket) => {
    socket.write('220 ready\r\n')
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      const line = chunk.toString().trim()
      if (line.startsWith('AUTH')) called.add('mail')
      socket.write(line.startsWith('EHLO') ? '250-mail\r\n250 AUTH PLAIN\r\n' : `535 refused: ${line}\r\n`)
    })
  })
  return { called, web: `http://127.0.0.1:${await listening(web)}`, mail: `127.0.0.1:${await listening(mail)}` }
}

/** Muster as operators run it, with every secret in a file, in front of a Kore.ai that repeats each token in its errors. */
async function startPlanted(name: string, databaseUrl: string | null) {
  const clientSecret = given['Kore.ai secret']
  const sandbox = await startSandbox({ users: 30, limits: null, clientSecret })
  onTestFinished(() => sandbox.stop())
  const tokens = new Set<string>()
  const proxy = await startTamperingProxy(sandbox.url, ({ auth, body, status, requestBody }) => {
    tokens.add(auth)
    const isText = body.startsWith('{') && (status >= 400 || requestBody !== '')
    return isText ? { status, body: body.replaceAll(/"(msg|message|error|reason)":\s*"/g, `$&${auth} `) } : undefined
  })
  onTestFinished(() => proxy.close())
  const secretFile = (setting: string, value: string) => {
    const path = join(root, `${name}-${setting}`)
    writeFileSync(path, value, { mode: 0o600 })
    return { [setting]: '', [`${setting}_FILE`]: path }
  }
  const { called, web, mail } = await startRefusing()
  const settings = {
    OIDC_ISSUER: web,
    OIDC_CLIENT_ID: 'muster',
    SMTP_FROM: 'muster@example.com',
    MUSTER_NOTIFY_EMAILS: controlEmail,
    ...secretFile('OIDC_CLIENT_SECRET', given['secret of the provider']),
    ...secretFile('SMTP_URL', `smtp://muster:${given['password of the mail server']}@${mail}`),
    ...secretFile('MUSTER_WEBHOOK_SECRET', given['secret of webhooks']),
    ...secretFile('MUSTER_WEBHOOK_URLS', `${web}/${given['path of webhooks']}`),
    ...secretFile('MUSTER_NOTIFY_SLACK_URL', `${web}/${given['path of Slack']}`),
    ...secretFile('MUSTER_NOTIFY_TEAMS_URL', `${web}/${given['path of Teams']}`),
    ...secretFile('AUDIT_STREAM_URL', `${web}/${given['path of the audit stream']}`),
    ...secretFile('KORE_CLIENT_SECRET', clientSecret),
    ...secretFile('ADMIN_PASSWORD', given['passphrase of the owner']),
    ...secretFile('MUSTER_SEALING_KEY', given['sealing key']),
    ...secretFile('MUSTER_METRICS_TOKEN', given['metrics token']),
    ...(databaseUrl === null ? {} : secretFile('DATABASE_URL', databaseUrl)),
  }
  const dataDir = join(root, name)
  mkdirSync(`${root}/${name}-report`)
  const muster = await startMuster({
    kore: { url: proxy.url, clientId: sandbox.clientId, clientSecret },
    dataDir,
    env: settings,
    nodeArgs: ['--report-on-signal', `--report-directory=${root}/${name}-report`],
  })
  onTestFinished(async () => void (await muster.end('SIGKILL')))
  return { muster, dataDir, tokens, settings, called }
}

/** What the operating system and a diagnostic report show of the process. */
async function ofTheProcess(pid: number, report: string): Promise<Output[]> {
  process.kill(pid, 'SIGUSR2')
  await untilTrue('the report is written', async () => {
    const [file] = readdirSync(report)
    return file !== undefined && readFileSync(join(report, file), 'utf8').trimEnd().endsWith('}')
  })
  const proc = ['environ', 'cmdline'].map((file) => ({
    source: `process ${file}`,
    bytes: readFileSync(`/proc/${pid}/${file}`),
  }))
  return [...proc, ...filesUnder(report, 'report')]
}

function doctor(settings: Record<string, string>, dataDir: string, args: readonly string[]): Output {
  const program = join(import.meta.dirname, '../../doctor/main.ts')
  const env = { PATH: process.env['PATH'], DATA_DIR: dataDir, ...settings }
  try {
    return {
      source: `doctor ${args.join(' ')}`,
      bytes: execFileSync(process.execPath, [program, ...args], { env, stdio: 'pipe' }),
    }
  } catch (error) {
    return outputOf(`doctor ${args.join(' ')}`, String(error) + JSON.stringify(error))
  }
}

/** A browser test crawls the embedded store; `npm run test:nightly` crawls both here. */
const stores = (process.env['CANARY_STORES'] ?? 'PostgreSQL').split(',')

test.each(stores)('no secret leaves Muster on the store %s', { timeout: 600_000 }, async (store) => {
  const name = store.toLowerCase()
  const isEmbedded = store === 'embedded'
  const databaseUrl = isEmbedded ? null : `${cluster().urlOf('postgres')}&application_name=canary-database-url-password`
  const { muster, dataDir, tokens, settings, called } = await startPlanted(name, databaseUrl)
  const recorder = createRecorder(muster.url)
  const password = given['passphrase of the owner']
  const scenario = { url: muster.url, email, password, wrongPassword: given['wrong passphrase'], controlEmail }
  const jobId = await playScenario(recorder, scenario)
  await recorder.send('POST', '/api/oidc/attempts', {})
  for (const destination of ['webhook', 'slack', 'teams', 'email'])
    await recorder.send('POST', '/api/notices/test', { destination })
  const receivers = ['mail', ...['webhooks', 'Slack', 'Teams', 'the audit stream'].map((of) => `path of ${of}`)]
  await untilTrue('every receiver refused', async () =>
    receivers.every((of) => called.has(canaries.find(({ name: one }) => one === of)?.value ?? of)),
  )
  await crawl(recorder, jobId)
  // The refusals of the crawl fill the first page of the audit.
  await recorder.send('GET', '/api/audit?action=member.invited')
  const bearing = { authorization: `Bearer ${given['metrics token']}` }
  const metrics = await recorder.send('GET', '/metrics', undefined, bearing)
  expect(metrics.text).toContain('muster_http_request_seconds')
  const { outputs, made } = recorder
  outputs.push(...(await ofTheProcess(muster.child.pid ?? 0, `${root}/${name}-report`)))
  await muster.end('SIGTERM')
  outputs.push(outputOf('output of the process', muster.output()))
  outputs.push(doctor(settings, dataDir, []), doctor(settings, dataDir, ['audit-verify']))
  outputs.push(...filesUnder(dataDir, 'data'))
  if (databaseUrl !== null) outputs.push(dump())

  const others = databaseUrl === null ? [] : [{ name: 'database URL', value: 'canary-database-url-password' }]
  const ofKore = [...tokens].map((value) => ({ name: 'token of Kore.ai', value }))
  expect(ofKore.length).toBeGreaterThan(5)
  expect(made.length).toBeGreaterThan(10)
  expect(outputs.length).toBeGreaterThan(300)
  expect(findCanaries(outputs, [...canaries, ...others, ...made, ...ofKore])).toEqual([])

  // The control: the same search finds a value that Muster shows, stores and exports.
  const shown = findCanaries(outputs, [{ name: 'control', value: controlEmail }])
  const sources = ['members', 'audit?action=member.invited', 'audit.csv', 'audit.jsonl']
  for (const source of sources) expect(shown).toContain(`control (plain) in GET /api/${source}`)
  expect(shown.filter((one) => one.includes(isEmbedded ? 'in data/pglite/' : 'in dump')).length).toBeGreaterThan(0)
})

function dump(): Output {
  const args = ['--inserts', cluster().urlOf('postgres')]
  return { source: 'dump', bytes: execFileSync(join(cluster().bin, 'pg_dump'), args, { maxBuffer: 2 ** 28 }) }
}

test('the search finds a planted value in each form, and a token that a planted secret signed', () => {
  const value = given['Kore.ai secret']
  const planted = [...formsOf(value)].map(([form, bytes]) => ({
    source: form,
    bytes: Buffer.concat([Buffer.from('before '), bytes, Buffer.from(' after')]),
  }))
  expect(planted.length).toBeGreaterThan(12)
  expect(findCanaries(planted, [{ name: 'planted', value }])).toHaveLength(planted.length)
  const inside = ['', 'x', 'xy'].map((before) =>
    outputOf('base64', Buffer.from(`${before}${value} and more`).toString('base64')),
  )
  expect(findCanaries(inside, [{ name: 'planted', value }])).toHaveLength(inside.length)
  // Signed with another program: {"alg":"HS256"}.{"appId":"x"} and the key `canary-key`.
  const signed = 'eyJhbGciOiJIUzI1NiJ9.eyJhcHBJZCI6IngifQ._nl3TWq5iRx34p2pBrwqB2FP7win2p7RIHixdciRldI'
  expect(findCanaries([outputOf('log', `auth: ${signed}`)], [{ name: 'planted', value: 'canary-key' }])).toEqual([
    'planted (signature of a token) in log',
  ])
  expect(findCanaries([outputOf('log', `auth: ${signed}`)], [{ name: 'planted', value: 'another-key' }])).toEqual([])
})
