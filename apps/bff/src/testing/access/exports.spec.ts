import { freshForManyRows, type Route } from '@muster/contracts/route'
import { createSelection } from '@muster/contracts/selections'
import { createToken } from '@muster/contracts/tokens'
import type { Permission } from '@muster/core/permission'
import { mostRowsWithoutProof } from '@muster/core/policy/step-up'
import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { everyRoute } from '../../http/testing/every-route.ts'
import { type Backend, startBackend } from '../backend.ts'

let muster: Backend
let selectionId: string
/** Of more users than leave without a proof, and of one. */
let jobs: { readonly large: string; readonly small: string }

beforeAll(async () => {
  muster = await startBackend({ sandbox: { users: mostRowsWithoutProof + 50 } })
  const selection = await muster.api.call(createSelection, { body: { matching: {}, except: [] } })
  selectionId = selection.id
  expect(selection.count).toBeGreaterThan(mostRowsWithoutProof)
  // Unknown addresses are rows of a report without a call to Kore.ai.
  const unknown = Array.from({ length: mostRowsWithoutProof }, (_, n) => `unknown-${n}@example.com`)
  const jobOf = async (addresses: readonly string[], isDeveloper: boolean) => {
    const identifiers = addresses.map((value) => ({ by: 'email' as const, value }))
    const plan = await muster.plan({ kind: 'identifiers', identifiers, change: { kind: 'update', isDeveloper } })
    return (await muster.run(plan)).id
  }
  const large = await jobOf([wellKnown.member, ...unknown], false)
  jobs = { large, small: await jobOf([wellKnown.member], true) }
}, 580_000)

afterAll(() => muster.stop())

const reading: readonly Permission[] = ['users:read', 'users:export', 'jobs:read', 'audit:read']

/** Reads addresses with a token of these permissions; a token gives no proof. */
async function readsWith(permissions: readonly Permission[]) {
  const body = { name: 'Exports', permissions: [...permissions], expiresInDays: 1 }
  const { secret } = await muster.api.call(createToken, { body })
  return async (path: string) => {
    const response = await fetch(muster.url + path, { headers: { authorization: `Bearer ${secret}` } })
    const bytes = Buffer.from(await response.arrayBuffer())
    return { status: response.status, bytes }
  }
}

/** A request for all rows by a route that exports rows of users, and one for few. */
function requestsOf({ path }: Route): { readonly all: string; readonly few: string } {
  if (path.startsWith('/api/jobs/')) {
    return { all: path.replace(':id', jobs.large), few: path.replace(':id', jobs.small) }
  }
  const all = path.startsWith('/api/uploads/') ? `${path}?filled=yes` : path
  return { all, few: `${all}${all.includes('?') ? '&' : '?'}q=member` }
}

test('more rows than a thousand leave by no route without a proof, or the permission in its place', async () => {
  const routes = (await everyRoute()).filter(({ stepUp }) => stepUp === freshForManyRows)
  expect(routes.map(({ path }) => path).toSorted()).toEqual([
    '/api/access/report.csv',
    '/api/access/report.xlsx',
    '/api/audit.csv',
    '/api/audit.jsonl',
    '/api/jobs/:id/report.csv',
    '/api/jobs/:id/report.json',
    '/api/jobs/:id/report.xlsx',
    '/api/uploads/template.csv',
    '/api/uploads/template.xlsx',
  ])
  const [unproved, unattended] = [await readsWith(reading), await readsWith([...reading, 'tokens:unattended'])]
  // The exports of the audit have a spec of their own.
  for (const { all, few } of routes.filter(({ path }) => !path.startsWith('/api/audit')).map(requestsOf)) {
    const refused = await unproved(all)
    expect([all, refused.status]).toEqual([all, 403])
    expect(refused.bytes.toString()).toContain('Perform sensitive acts by token')
    expect([few, (await unproved(few)).status]).toEqual([few, 200])
    expect([all, (await unattended(all)).status]).toEqual([all, 200])
  }
})

test('addresses of more than a thousand are not copied at all', async () => {
  const unattended = await readsWith([...reading, 'tokens:unattended'])
  const { status, bytes } = await unattended(`/api/selections/${selectionId}/addresses`)
  expect(status).toBe(409)
  expect(bytes.toString()).not.toContain('@')
})

test('every route that sends a file of users, jobs or the audit declares the proof', async () => {
  const files = (await everyRoute()).filter(({ responses, method }) =>
    Object.values(responses).some(
      (answer) => method === 'GET' && 'mediaType' in answer && /csv|sheet|json/.test(answer.mediaType),
    ),
  )
  const others = files.filter(({ stepUp }) => stepUp !== freshForManyRows).map(({ path }) => path)
  // One receipt has the people of one erasure, as hashes; the description of the API has no data.
  expect(others.toSorted()).toEqual(['/api/erasures/:id/receipt.json', '/api/openapi.json'])
})
