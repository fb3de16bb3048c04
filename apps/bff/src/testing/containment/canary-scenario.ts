import { setTimeout as delay } from 'node:timers/promises'
import { sentinelEmail, wellKnown } from '@muster/kore-sandbox'
import { totpCode } from '../../features/session/factors/totp.ts'
import { bytesOfBase32 } from '../base32.ts'
import { type Canary, type Output, outputOf } from './canary-forms.ts'

/** A client that records everything that Muster sends. */
export interface Recorder {
  readonly outputs: Output[]
  /** Values that Muster made in the scenario. */
  readonly made: Canary[]
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Sent>
}

interface Sent {
  readonly status: number
  readonly text: string
  readonly cookies: readonly string[]
}

export function createRecorder(url: string): Recorder & { signedIn(cookie: string, csrf: string): void } {
  const outputs: Output[] = []
  let session: Record<string, string> = {}
  return {
    outputs,
    made: [],
    signedIn: (cookie, csrf) => {
      session = { cookie, 'x-muster-csrf': csrf }
    },
    send: async (method, path, body, headers) => {
      const given = headers ?? { ...session, origin: url }
      const json = body === undefined ? {} : { 'content-type': 'application/json' }
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      const response = await fetch(url + path, {
        method,
        headers: { ...given, ...json },
        ...(text === undefined ? {} : { body: text }),
      })
      const bytes = Buffer.from(await response.arrayBuffer())
      const cookies = response.headers.getSetCookie()
      const { 'set-cookie': _, ...others } = Object.fromEntries(response.headers)
      outputs.push(
        { source: `${method} ${path}`, bytes },
        outputOf(`${method} ${path} headers`, JSON.stringify(others)),
      )
      return { status: response.status, text: bytes.toString(), cookies }
    },
  }
}

type ScenarioRecorder = ReturnType<typeof createRecorder>

const expectStatus = ({ status, text }: Sent, expected: number) => {
  if (status !== expected) throw new Error(`the scenario expects ${expected}, not ${status}: ${text}`)
}

const textField = (json: string, field: string): string => {
  const value: unknown = Reflect.get(Object(JSON.parse(json)), field)
  if (typeof value !== 'string') throw new Error(`no ${field} in ${json}`)
  return value
}

async function signIn(recorder: ScenarioRecorder, url: string, body: object): Promise<void> {
  const sent = await recorder.send('POST', '/api/session', body, { origin: url })
  expectStatus(sent, 200)
  const [cookie = ''] = (sent.cookies[0] ?? '').split(';')
  const csrf = textField(sent.text, 'csrfToken')
  recorder.signedIn(cookie, csrf)
  const device = /^device=([^;]+)/.exec(sent.cookies[1] ?? '')?.[1]
  recorder.made.push({ name: 'session', value: cookie.slice(cookie.indexOf('=') + 1) })
  recorder.made.push({ name: 'CSRF token', value: csrf, shownIn: /^(GET|POST) \/api\/session/ })
  if (device !== undefined) recorder.made.push({ name: 'device', value: device })
}

/** Enrolls an authenticator app and creates a token for scripts and an invitation. Each secret is shown once. */
async function enroll(recorder: ScenarioRecorder, password: string, controlEmail: string): Promise<void> {
  const { send, made } = recorder
  const started = await send('POST', '/api/session/totp')
  expectStatus(started, 201)
  const key = textField(started.text, 'key')
  made.push({ name: 'key of the app', value: key, shownIn: /^POST \/api\/session\/totp$/ })
  made.push({ name: 'bytes of the key', value: bytesOfBase32(key).toString('latin1') })
  const code = totpCode(bytesOfBase32(key), Math.floor(Date.now() / 30_000))
  const confirmed = await send('PUT', '/api/session/totp', { code })
  expectStatus(confirmed, 200)
  const recovery: unknown = Reflect.get(Object(JSON.parse(confirmed.text)), 'recoveryCodes')
  for (const value of Array.isArray(recovery) ? recovery : [])
    made.push({ name: 'recovery code', value: String(value), shownIn: /^PUT \/api\/session\/totp$/ })
  const token = await send('POST', '/api/tokens', { name: 'Nightly', permissions: ['users:read'], expiresInDays: 1 })
  expectStatus(token, 201)
  const secret = textField(token.text, 'secret')
  made.push({ name: 'token', value: secret, shownIn: /^POST \/api\/tokens$/ })
  expectStatus(await send('GET', '/api/users?limit=1', undefined, { authorization: `Bearer ${secret}` }), 200)
  await send('GET', '/api/users', undefined, { authorization: `Bearer ${secret}x` })
  const invited = await send('POST', '/api/members', { email: controlEmail, name: 'Ben', role: 'viewer' })
  expectStatus(invited, 201)
  const link = new URL(textField(invited.text, 'link')).hash.slice('#token='.length)
  made.push({ name: 'invitation', value: link, shownIn: /^POST \/api\/members$/ })
  await send('POST', '/api/invitation', { token: link, password: `${password} weak` }, {})
}

/** Reads until a field has the value. */
async function until({ send }: Recorder, path: string, field: string, value: string): Promise<string> {
  for (;;) {
    const { text } = await send('GET', path)
    if (textField(text, field) === value) return text
    await delay(100)
  }
}

/** A job and calls of scripts that fail in every way Kore.ai writes a text for. Returns the ID of the job. */
async function fail(recorder: Recorder): Promise<string> {
  const { send } = recorder
  await until(recorder, '/api/directory', 'state', 'ready')
  const users = [wellKnown.member, ...(['reason-errors', 'poison'] as const).map(sentinelEmail)]
  const planned = await send('POST', '/api/plans', {
    kind: 'identifiers',
    identifiers: users.map((value) => ({ by: 'email', value })),
    change: { kind: 'update', isDeveloper: true, canCreateBot: false },
  })
  const ready: { id: string; hash: string; confirmation: { text?: string } } = JSON.parse(
    await until(recorder, `/api/plans/${textField(planned.text, 'id')}`, 'state', 'ready'),
  )
  const confirmation = ready.confirmation.text === undefined ? {} : { confirmation: ready.confirmation.text }
  const applied = await send('POST', `/api/plans/${ready.id}/apply`, { hash: ready.hash, ...confirmation })
  expectStatus(applied, 201)
  for (const name of ['400', '401', '403', 'html', 'reason-string'] as const)
    await send('PUT', '/api/kore/users', { users: [{ userInfo: { emailId: sentinelEmail(name) }, isDeveloper: true }] })
  await send('POST', '/api/connection/test')
  const jobId = textField(applied.text, 'jobId')
  await until(recorder, `/api/jobs/${jobId}`, 'state', 'done')
  return jobId
}

/** Signs in, after a wrong attempt, and does what makes or uses secrets. Returns the ID of a job with failures. */
export async function playScenario(
  recorder: ScenarioRecorder,
  given: { url: string; email: string; password: string; wrongPassword: string; controlEmail: string },
): Promise<string> {
  const { url, email, password, wrongPassword, controlEmail } = given
  await recorder.send('POST', '/api/session', { email: `other-${email}`, password: wrongPassword }, { origin: url })
  await recorder.send('POST', '/api/session', `{"email":"${email}","password":"${wrongPassword}`, { origin: url })
  await signIn(recorder, url, { email, password })
  await enroll(recorder, password, controlEmail)
  return await fail(recorder)
}

const idsIn = (text: string) => [...new Set([...text.matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id ?? ''))]

/** Requests every route, with IDs from the lists, and pages that do not exist. */
export async function crawl({ send }: Recorder, jobId: string): Promise<void> {
  const { text } = await send('GET', '/api/openapi.json')
  const description: { paths: Record<string, Record<string, unknown>> } = JSON.parse(text)
  for (const [path, methods] of Object.entries(description.paths))
    for (const method of Object.keys(methods).filter((one) => one !== 'get' && !/^\/api\/sessions?$/.test(path)))
      await send(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, '1'), {})
  const paths = Object.entries(description.paths)
    .filter(([path, methods]) => 'get' in methods && path !== '/api/events')
    .map(([path]) => path)
  for (const path of paths.filter((one) => !one.includes('{'))) {
    const found = idsIn((await send('GET', path)).text).slice(0, 30)
    const below = paths.filter((one) => one.startsWith(`${path}/{`))
    for (const id of found)
      for (const one of below) await send('GET', one.replaceAll(/\{\w+\}/g, encodeURIComponent(id)))
  }
  for (const path of ['failures', 'items', 'report.csv', 'report.json', 'report.xlsx'])
    await send('GET', `/api/jobs/${jobId}/${path}`)
  for (const path of ['/', '/nothing', '/api/nothing', '/api/users?q=%00', '/api/users/%ff', '/.env', '/assets/../x'])
    await send('GET', path)
  await send('POST', '/api/plans', '{"a":1,"a":2}')
  await send('PATCH', '/api/session', {})
}
