import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sentinelEmail, wellKnown } from '@muster/kore-sandbox'
import type { Page } from '@playwright/test'
import { applyByScript, untilOver } from '../fixtures/api.ts'
import { owner } from '../fixtures/backend.ts'
import { expect, test } from '../fixtures/test.ts'

const secret = 'canary-0123456789abcdef-muster-kore-client-secret'
test.use({ backendOptions: { name: 'secrets', users: 80, sandbox: { clientSecret: secret } } })

/** One text that left the server, with its source. */
interface OutputText {
  readonly source: string
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

/** Sources that contain a token, or one of `secrets` in any encoding. */
function hits(outputs: readonly OutputText[], secrets: readonly string[]): string[] {
  const needles = secrets.flatMap(encodings)
  return outputs
    .filter(({ text }) => jwt.test(text) || needles.some((needle) => text.includes(needle)))
    .map(({ source }) => source)
}

function listen(page: Page, outputs: OutputText[]): Promise<void>[] {
  const reading: Promise<void>[] = []
  page.on('console', (message) => outputs.push({ source: 'console', text: message.text() }))
  page.on('response', (response) => {
    const read = async () => {
      const source = `${response.request().method()} ${response.url()}`
      const { 'set-cookie': _, ...headers } = await response.allHeaders()
      outputs.push({ source: `${source} headers`, text: JSON.stringify(headers) })
      const body = /event-stream/.test(headers['content-type'] ?? '') ? '' : await response.text().catch(() => '')
      outputs.push({ source, text: body })
    }
    reading.push(read().catch(() => {}))
  })
  return reading
}

function filesUnder(folder: string): OutputText[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ source: path, text: readFileSync(path, 'latin1') }))
}

const idsIn = (text: string) => [...text.matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id ?? '')

/** Requests every GET route of the OpenAPI description, with ids from the lists. */
async function crawlApi(get: (path: string) => Promise<Response>, outputs: OutputText[]): Promise<void> {
  const read = async (path: string): Promise<string> => {
    const response = await get(path)
    const text = await response.text()
    outputs.push({ source: `GET ${path}`, text })
    const { 'set-cookie': _, ...headers } = Object.fromEntries(response.headers)
    outputs.push({ source: `GET ${path} headers`, text: JSON.stringify(headers) })
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

test('no secret, token, password or session leaves the server in a response, page, log or file', async ({
  owner: page,
  app,
}) => {
  const { script, backend } = app
  const outputs: OutputText[] = []
  const reading = listen(page, outputs)
  // Failures of every kind, because Kore.ai writes their texts.
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
    outputs.push({ source: `page ${path}`, text: await page.content() })
  }
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]))
  outputs.push({ source: 'storage', text: kept })
  await Promise.all(reading)
  await crawlApi(script.get, outputs)
  for (const path of ['report.csv', 'report.json']) {
    const file = await script.get(`/api/jobs/${jobId}/${path}`)
    outputs.push({ source: path, text: await file.text() })
  }
  outputs.push({ source: 'output', text: backend.output() })
  outputs.push(...filesUnder(join(import.meta.dirname, '..', '..', 'apps', 'web', 'dist')))

  const cookie = (await page.context().cookies()).find(({ name }) => name === 'sid')
  const sessions = [cookie?.value ?? '', script.cookie.slice('sid='.length)]
  expect(sessions.every((session) => session.length >= 40)).toBe(true)
  expect(outputs.filter(({ source }) => / http| \/api/.test(source)).length).toBeGreaterThanOrEqual(200)
  expect(outputs.filter(({ text }) => text !== '').length).toBeGreaterThan(200)
  expect(hits(outputs, [secret, owner.password, ...sessions])).toEqual([])

  // Proves that the search finds known texts, in each encoding, and tokens.
  expect(hits(outputs, [app.sandbox.clientId]).length).toBeGreaterThan(0)
  for (const planted of [...encodings(secret), 'eyJhbGciOiJIUzI1NiJ9.eyJhcHBJZCI6IngifQ.c2lnbmF0dXJlLXg'])
    expect(hits([...outputs, { source: 'planted', text: `before ${planted} after` }], [secret])).toEqual(['planted'])
})
