import { listJobs } from '@muster/contracts/jobs'
import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Backend, startBackend } from '../backend.ts'
import { startTamperingProxy } from './tampering-proxy.ts'

describe("a script receives Kore.ai's response", () => {
  let backend: Backend
  let response = { status: 200, body: '' }
  beforeAll(async () => {
    backend = await startBackend({
      between: (sandboxUrl) =>
        startTamperingProxy(sandboxUrl, ({ path }) => (path === '/api/public/users' ? response : undefined)),
    })
  })
  afterAll(() => backend.stop())

  test.each([207, 400, 402, 404, 406, 408, 410, 412, 413, 418, 422, 423, 428, 431, 451, 500, 503, 507])(
    'status %i with its body, byte for byte',
    async (status) => {
      response = { status, body: ` {"errors": [{"msg":"odd ${status}", "code":${status}}]}\n` }
      const users = [{ userInfo: { emailId: wellKnown.member }, canCreateBot: true, isDeveloper: true }]
      const sent = { body: JSON.stringify({ users }), contentType: 'application/json' }
      const got = await backend.api.send('PUT', '/api/kore/users', sent)
      expect([got.status, got.bytes.toString()]).toEqual([status, response.body])
      // The sandbox made the change, and a read shows it.
      const [job] = (await backend.api.call(listJobs, { query: { limit: 1 } })).items
      expect(job).toMatchObject({ source: 'script', state: 'done', counts: { changed: 1 } })
    },
  )
})
