import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import type { Route } from '@muster/contracts/route'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { bind } from '../route-handler.ts'
import { startTestApp } from '../testing/test-app.ts'

const long = {
  method: 'GET',
  path: '/api/long',
  summary: 'For tests',
  permission: 'users:read',
  stepUp: 'none',
  responses: { 200: z.object({ text: z.string() }) },
} as const satisfies Route
const short = { ...long, path: '/api/short' } as const satisfies Route
const open = { ...long, path: '/api/open', permission: 'none' } as const satisfies Route

const reply = (text: string) => async () => ({ status: 200 as const, json: { text } })
const much = 'aé'.repeat(5_000)
const routes = [bind(long, reply(much)), bind(short, reply('a')), bind(open, reply(much))]

test.each([
  ['/api/long', 'gzip, deflate, br', true],
  ['/api/long', 'br;q=1.0, gzip;q=0.5', true],
  ['/api/long', 'gzip;q=0', false],
  ['/api/long', '', false],
  ['/api/short', 'gzip', false],
  // Anyone may read it, and the session is such a response.
  ['/api/open', 'gzip', false],
])('%s for "%s" is compressed: %s', async (path, accepted, isCompressed) => {
  const app = await startTestApp(routes)
  const request = get(`${app.url}${path}`, { headers: { ...app.signIn().reading, 'accept-encoding': accepted } })
  const [response]: IncomingMessage[] = await once(request, 'response')
  if (response === undefined) throw new Error('no response')
  const sent = await buffer(response)
  expect(response.headers['content-encoding']).toBe(isCompressed ? 'gzip' : undefined)
  const text = (isCompressed ? gunzipSync(sent) : sent).toString()
  expect(JSON.parse(text)).toEqual({ text: path === '/api/short' ? 'a' : much })
  if (isCompressed) expect(sent.length).toBeLessThan(much.length / 10)
})
