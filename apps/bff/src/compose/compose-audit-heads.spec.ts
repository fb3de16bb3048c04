import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { connectProxy, extraCa, tlsServer } from '../adapters/kore/testing/network.fixture.ts'
import { directNetwork, type KoreNetwork } from '../adapters/kore/transport/settings.ts'
import { createLogger } from '../adapters/logging/create-logger.ts'
import { readPublicKeys } from '../adapters/signing/signing-key.ts'
import { trustedKeys, verifySigned } from '../adapters/signing/verify-signed.ts'
import type { AuditStore } from '../features/audit/ports.ts'
import { composeAuditHeads } from './compose-audit-heads.ts'

/** Signs heads of an audit whose last entry is `last.seq`, and posts them to a collector. */
async function sign(headsUrl: string, last: { readonly seq: number }, network: KoreNetwork = directNetwork) {
  const folder = mkdtempSync(join(tmpdir(), 'proof-'))
  const unused = () => Promise.reject(new Error('unused'))
  const audit: AuditStore = {
    head: async () => ({ seq: last.seq, hash: `h${last.seq}` }),
    list: unused,
    verify: unused,
    exported: () => {
      throw new Error('unused')
    },
  }
  const config = {
    signingKeyFile: join(folder, 'key.pem'),
    publicKeysFile: null,
    heads: join(folder, 'heads'),
    headsUrl,
    keepUploadsDays: 30,
    erasureDeadlineDays: 30,
    erasureNoticeDays: 7,
    keptDays: { plans: 7, selections: 1, responses: null, jobs: null },
  }
  const clock = {
    now: Date.now,
    monotonic: () => performance.now(),
    sleep: (_ms: number, signal?: AbortSignal) => delay(5, undefined, signal === undefined ? {} : { signal }),
  }
  const auditHeads = await composeAuditHeads(config, { audit, clock, log: createLogger('error'), network })
  onTestFinished(async () => {
    await auditHeads.stop()
    rmSync(folder, { recursive: true })
  })
  const keys = await trustedKeys(readPublicKeys(join(folder, 'key.pub.pem')))
  return { auditHeads, verified: (jws: string) => verifySigned(jws, 'muster-audit-head+jws', keys) }
}

test('signed heads reach the collector in order, also after it refused them for a while', async () => {
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
  onTestFinished(() => void collector.close())
  const last = { seq: 1 }
  const { auditHeads, verified } = await sign(`http://127.0.0.1:${port}/heads`, last)
  await expect.poll(() => requests.length, { timeout: 20_000 }).toBeGreaterThan(1)
  last.seq = 2
  await auditHeads.heads.signNow()
  await expect.poll(() => accepted.length, { timeout: 20_000 }).toBe(2)
  const heads = await Promise.all(accepted.map(verified))
  expect(heads).toMatchObject([
    { seq: 1, hash: 'h1' },
    { seq: 2, hash: 'h2' },
  ])
  expect(requests.slice(0, 4).map(({ status }) => status)).toEqual([503, 503, 503, 204])
  expect(new Set(requests.map(({ type }) => type))).toEqual(new Set(['application/jose']))
  expect((await auditHeads.heads.read()).anchors).toHaveLength(2)
})

test('signed heads go through the proxy to a collector with a private authority', async () => {
  const accepted: string[] = []
  const port = await tlsServer((request, response) => {
    void text(request).then((jws) => {
      accepted.push(jws)
      response.writeHead(204).end()
    })
  })
  const proxy = await connectProxy()
  const network = { ...directNetwork, extraCa, proxyUrl: `http://127.0.0.1:${proxy.port}` }
  const { verified } = await sign(`https://kore.test:${port}/heads`, { seq: 1 }, network)
  await expect.poll(() => accepted.length, { timeout: 20_000 }).toBe(1)
  expect(await verified(accepted[0] ?? '')).toMatchObject({ seq: 1, hash: 'h1' })
  expect(proxy.tunnels).toEqual([`kore.test:${port}`])
})
