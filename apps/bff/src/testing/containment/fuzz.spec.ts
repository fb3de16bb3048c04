import { setTimeout as delay } from 'node:timers/promises'
import type { Route } from '@muster/contracts/route'
import { createToken, listTokens } from '@muster/contracts/tokens'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { everyRoute } from '../../http/testing/every-route.ts'
import { type Backend, startBackend } from '../backend.ts'
import { type HostileBody, nearBodies, refusedBodies } from './hostile-bodies.ts'

/** Bodies for each route; `npm run test:nightly` sends more. */
const bodiesPerRoute = Number(process.env['FUZZ_BODIES'] ?? 6)

let muster: Backend
/** Each has a rate limit of its own. */
const tokens: string[] = []
beforeAll(async () => {
  muster = await startBackend({ sandbox: { users: 5 } })
  const { grantable } = await muster.api.call(listTokens)
  const permissions = grantable.map(({ id }) => id)
  const count = Math.ceil(bodiesPerRoute / 6) + 4
  // A member has at most 20.
  for (let n = 0; n < Math.min(count, 20); n += 1) {
    const body = { name: `Fuzz ${n}`, permissions, expiresInDays: 1 }
    tokens.push((await muster.api.call(createToken, { body })).secret)
  }
}, 240_000)
afterAll(() => muster.stop())

let sent = 0
/** Sends a body with a token, when its rate allows; null if the response takes longer than 20 seconds. */
async function send(route: Route, body: HostileBody): Promise<Response | null> {
  const { method, path } = route
  const { bytes, contentType } = body
  sent += 1
  const authorization = `Bearer ${tokens[sent % tokens.length] ?? ''}`
  const type = contentType === null ? {} : { 'content-type': contentType }
  const request = () =>
    fetch(muster.url + path.replaceAll(/:\w+/g, 'none'), {
      method,
      headers: { authorization, ...type },
      body: new Uint8Array(bytes),
      signal: AbortSignal.timeout(20_000),
    })
  // An idle connection may close just when it is used again.
  const response = await request()
    .catch((error: unknown) => {
      if (error instanceof TypeError) return request()
      throw error
    })
    .catch(() => null)
  await response?.body?.cancel()
  if (response?.status !== 429) return response
  await delay(1000 * Number(response.headers.get('retry-after') ?? 1))
  return send(route, body)
}

/** All entries of the audit but the refused attempts. */
async function acts(): Promise<readonly { readonly action: string }[]> {
  const all: { action: string }[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { bytes } = await muster.api.send('GET', `/api/audit?limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`)
    const page: { items: { action: string }[]; next: string | null } = JSON.parse(bytes.toString())
    all.push(...page.items.filter(({ action }) => !action.includes('refused')))
    cursor = page.next
  }
  return all
}

const stateful = ['approvals', 'approval-policy', 'hold', 'erasures', 'jobs', 'members', 'plans', 'uploads', 'tokens']
/** What the routes can change, without the times of last uses. */
async function state(): Promise<unknown> {
  const lists = stateful.map(async (name) => (await muster.api.send('GET', `/api/${name}`)).bytes.toString())
  const isTime = (key: string) => key.startsWith('last')
  const read = (text: string): unknown => JSON.parse(text, (key, value: unknown) => (isTime(key) ? null : value))
  return [(await Promise.all(lists)).map(read), await acts()]
}

const describeBody = ({ bytes, contentType }: HostileBody) => `${contentType} ${bytes.toString('latin1').slice(0, 300)}`

test('every route refuses every hostile body at once, and changes nothing', { timeout: 3_600_000 }, async () => {
  const routes = (await everyRoute()).filter(({ method }) => method !== 'GET')
  expect(routes.length).toBeGreaterThan(30)
  const before = await state()
  const wrong: string[] = []
  let chosen = 0
  for (const [index, route] of routes.entries()) {
    const takesBytes = route.body === 'raw' || route.body === 'multipart'
    const near = takesBytes ? [] : fc.sample(nearBodies(route), bodiesPerRoute)
    const fixed = refusedBodies.filter(
      ({ contentType }) => !takesBytes || contentType?.startsWith('application/json') !== true,
    )
    const bodies =
      bodiesPerRoute > 6 ? [...fixed, ...near] : [...fixed.filter((_, n) => (n + index) % 3 === 0), ...near]
    chosen += bodies.length
    if (!takesBytes) expect(bodies.length).toBeGreaterThanOrEqual(bodiesPerRoute)
    for (const body of bodies) {
      const response = await send(route, body)
      const isRefused = response !== null && response.status >= 400 && response.status < 500
      const isProblem = /^application\/(problem|scim)\+json$/.test(response?.headers.get('content-type') ?? '')
      if (isRefused && isProblem) continue
      wrong.push(`${route.method} ${route.path} ${response?.status ?? 'no response'}: ${describeBody(body)}`)
    }
  }
  expect(wrong).toEqual([])
  expect(await state()).toEqual(before)
  expect(Object.prototype).not.toHaveProperty('isAdmin')
  expect(sent).toBeGreaterThanOrEqual(chosen)
  expect(sent).toBeGreaterThan(routes.length * Math.min(bodiesPerRoute, 6))
})

test('a body that a schema accepts is not among the hostile ones', async () => {
  const [route] = (await everyRoute()).filter((one) => one === createToken)
  if (route === undefined) throw new Error('no route creates a token')
  const schema = createToken.body
  const bodies = fc.sample(nearBodies(route), 50).map(({ bytes }) => bytes.toString())
  expect(bodies.some((body) => body.includes('"expiresInDays"'))).toBe(true)
  expect(bodies.filter((body) => schema.safeParse(JSON.parse(body)).success)).toEqual([])
})
