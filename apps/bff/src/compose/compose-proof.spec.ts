import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { createLogger } from '../adapters/logging/create-logger.ts'
import { readPublicKeys } from '../adapters/signing/signing-key.ts'
import { trustedKeys, verifySigned } from '../adapters/signing/verify-signed.ts'
import type { AuditStore } from '../features/audit/ports.ts'
import { composeProof } from './compose-proof.ts'

test('signed heads reach the collector in order, also after it refused them for a while', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'proof-'))
  const accepted: string[] = []
  const requests: { type: string | undefined; status: number }[] = []
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const jws = await text(request)
    const status = requests.length < 3 ? 503 : 204
    requests.push({ type: request.headers['content-type'], status })
    if (status === 204) accepted.push(jws)
    response.writeHead(status).end()
  }
  const collector = createServer((request, response) => void answer(request, response))
  collector.listen(0, '127.0.0.1')
  await once(collector, 'listening')
  const address = collector.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  let seq = 1
  const unused = () => Promise.reject(new Error('unused'))
  const audit: AuditStore = {
    head: async () => ({ seq, hash: `h${seq}` }),
    list: unused,
    verify: unused,
    exported: () => {
      throw new Error('unused')
    },
  }
  const proof = await composeProof(
    {
      signingKeyFile: join(folder, 'key.pem'),
      publicKeysFile: null,
      heads: join(folder, 'heads'),
      headsUrl: `http://127.0.0.1:${port}/heads`,
      keepUploadsDays: 30,
      erasureDeadlineDays: 30,
      erasureNoticeDays: 7,
      keptDays: { plans: 7, selections: 1, responses: null, jobs: null },
    },
    {
      audit,
      clock: {
        now: Date.now,
        monotonic: () => performance.now(),
        sleep: (_ms, signal) => delay(5, undefined, { signal }),
      },
      log: createLogger('error'),
    },
  )
  onTestFinished(async () => {
    await proof.stop()
    collector.close()
    rmSync(folder, { recursive: true })
  })
  await expect.poll(() => requests.length, { timeout: 20_000 }).toBeGreaterThan(1)
  seq = 2
  await proof.heads.signNow()
  await expect.poll(() => accepted.length, { timeout: 20_000 }).toBe(2)
  const keys = await trustedKeys(readPublicKeys(join(folder, 'key.pub.pem')))
  const heads = await Promise.all(accepted.map((jws) => verifySigned(jws, 'muster-audit-head+jws', keys)))
  expect(heads).toMatchObject([
    { seq: 1, hash: 'h1' },
    { seq: 2, hash: 'h2' },
  ])
  expect(requests.slice(0, 4).map(({ status }) => status)).toEqual([503, 503, 503, 204])
  expect(new Set(requests.map(({ type }) => type))).toEqual(new Set(['application/jose']))
  expect((await proof.heads.read()).anchors).toHaveLength(2)
})
