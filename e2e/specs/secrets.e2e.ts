import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sentinelEmail, wellKnown } from '@muster/kore-sandbox'
import type { Page } from '@playwright/test'
import { applyByScript, untilOver } from '../fixtures/api.ts'
import { owner } from '../fixtures/backend.ts'
import { expect, test } from '../fixtures/test.ts'

const secret = 'canary-0123456789abcdef-muster-kore-client-secret'
test.use({ backendOptions: { name: 'secrets', users: 80, sandbox: { clientSecret: secret } } })

/** Everything the app ever said, each with where it was. */
interface Said {
  readonly where: string
  readonly text: string
}

const jwt = /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/
const encodings = (text: string) => [
  text,
  Buffer.from(text).toString('base64'),
  Buffer.from(text).toString('base64url'),
  Buffer.from(text).toString('hex'),
  encodeURIComponent(text),
]

/** Where one of `secrets`, in any of its spellings, or a token stands. */
function hits(said: readonly Said[], secrets: readonly string[]): string[] {
  const needles = secrets.flatMap(encodings)
  return said
    .filter(({ text }) => jwt.test(text) || needles.some((needle) => text.includes(needle)))
    .map(({ where }) => where)
}

function listen(page: Page, said: Said[]): Promise<void>[] {
  const reading: Promise<void>[] = []
  page.on('console', (message) => said.push({ where: 'console', text: message.text() }))
  page.on('response', (response) => {
    const read = async () => {
      const where = `${response.request().method()} ${response.url()}`
      const { 'set-cookie': _, ...headers } = await response.allHeaders()
      said.push({ where: `${where} headers`, text: JSON.stringify(headers) })
      const body = /event-stream/.test(headers['content-type'] ?? '') ? '' : await response.text().catch(() => '')
      said.push({ where, text: body })
    }
    reading.push(read().catch(() => {}))
  })
  return reading
}

function filesUnder(folder: string): Said[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ where: path, text: readFileSync(path, 'latin1') }))
}

const idsIn = (text: string) => [...text.matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id ?? '')

/** Every GET route of the description, with every id that the lists name. */
async function crawlApi(get: (path: string) => Promise<Response>, said: Said[]): Promise<void> {
  const read = async (path: string): Promise<string> => {
    const answer = await get(path)
    const text = await answer.text()
    said.push({ where: `GET ${path}`, text })
    const { 'set-cookie': _, ...headers } = Object.fromEntries(answer.headers)
    said.push({ where: `GET ${path} headers`, text: JSON.stringify(headers) })
    return text
  }
  const description = JSON.parse(await read('/api/openapi.json')) as {
    paths: Record<string, Record<string, unknown>>
  }
  const paths = Object.entries(description.paths)
    .filter(([, methods]) => 'get' in methods)
    .map(([path]) => path)
    .filter((path) => !path.endsWith('/events'))
  expect(paths.length).toBeGreaterThan(20)
  for (const path of paths.filter((one) => !one.includes('{'))) {
    const found = [...new Set(idsIn(await read(path)))].slice(0, 8)
    const below = paths.filter((one) => one.startsWith(`${path}/{`))
    for (const id of found)
      for (const one of below) await read(one.replace(/\{\w+\}/, encodeURIComponent(id)).replace(/\{\w+\}/, '1'))
  }
}

test('no secret, no token, no password and no session leaves the server in any answer, page, log or file', async ({
  owner: page,
  app,
}) => {
  const { script, backend } = app
  const said: Said[] = []
  const reading = listen(page, said)
  // Failures of every kind, whose texts Kore.ai writes.
  const jobId = await applyByScript(script, {
    kind: 'identifiers',
    identifiers: [wellKnown.member, sentinelEmail('reason-errors'), sentinelEmail('poison')].map((value) => ({
      by: 'email',
      value,
    })),
    change: { kind: 'update', isDeveloper: true, canCreateBot: false },
  })
  await untilOver(script, jobId)
  await script.send('PUT', '/api/kore/users', { users: [{ userInfo: { emailId: sentinelEmail('401') } }] })
  await script.send('POST', '/api/connection/test', {})
  for (const path of [
    '/users',
    `/jobs/${jobId}`,
    `/jobs/${jobId}?view=report`,
    '/jobs',
    '/erasures',
    '/audit',
    '/settings',
    '/sign-in',
  ]) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await page.waitForLoadState('load')
    said.push({ where: `page ${path}`, text: await page.content() })
  }
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]))
  said.push({ where: 'storage', text: kept })
  await Promise.all(reading)
  await crawlApi(script.get, said)
  for (const path of ['report.csv', 'report.json']) {
    const file = await script.get(`/api/jobs/${jobId}/${path}`)
    said.push({ where: path, text: await file.text() })
  }
  said.push({ where: 'output', text: backend.output() })
  said.push(...filesUnder(join(import.meta.dirname, '..', '..', 'apps', 'web', 'dist')))

  const cookie = (await page.context().cookies()).find(({ name }) => name === 'sid')
  const sessions = [cookie?.value ?? '', script.cookie.slice('sid='.length)]
  expect(sessions.every((session) => session.length >= 40)).toBe(true)
  expect(said.filter(({ where }) => / http| \/api/.test(where)).length).toBeGreaterThanOrEqual(200)
  expect(said.filter(({ text }) => text !== '').length).toBeGreaterThan(200)
  expect(hits(said, [secret, owner.password, ...sessions])).toEqual([])

  // The search itself: what is known to be there is found, in each spelling, and so is a token.
  expect(hits(said, [app.sandbox.clientId]).length).toBeGreaterThan(0)
  for (const planted of [...encodings(secret), 'eyJhbGciOiJIUzI1NiJ9.eyJhcHBJZCI6IngifQ.c2lnbmF0dXJlLXg'])
    expect(hits([...said, { where: 'planted', text: `before ${planted} after` }], [secret])).toEqual(['planted'])
})
