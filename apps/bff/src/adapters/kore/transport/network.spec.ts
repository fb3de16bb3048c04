import { execFile } from 'node:child_process'
import { createServer as createHttpServer } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { englishText } from '@muster/wording/english'
import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../../config/config.ts'
import { gatewayOn, now } from '../testing/gateway.fixture.ts'
import { listen } from '../testing/listen.fixture.ts'
import { caFile, connectProxy, extraCa, tlsServer } from '../testing/network.fixture.ts'
import type { KoreNetwork } from './settings.ts'

/** A Kore.ai with a certificate of a private authority. */
const tlsKore = () =>
  tlsServer((_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end('{"total":1,"availableMore":false,"groups":[{"_id":"e-1","gN":"Support"}]}')
  })

const readGroups = (host: string, network: Partial<KoreNetwork>) => {
  const timeouts = { connect: 3000, firstByte: 3000, total: 5000 }
  const gateway = gatewayOn(host, { timeouts, network: { proxyUrl: null, noProxy: '', extraCa: null, ...network } })
  return gateway.reader.groups(null, now.signal)
}
const reasonOf = async (host: string, network: Partial<KoreNetwork>) => {
  const read = await readGroups(host, network)
  if (read.kind !== 'failed') throw new Error(`the read ended as ${read.kind}`)
  return { ...read, diagnosis: englishText(read.diagnosis ?? '') }
}
const support = { kind: 'page', items: [{ id: 'e-1', name: 'Support' }] }

describe('a private certificate authority', () => {
  test('is trusted if KORE_CA_FILE names it, and only then', async () => {
    const host = `https://localhost:${await tlsKore()}`
    expect(await readGroups(host, { extraCa })).toMatchObject(support)
    expect(await reasonOf(host, {})).toMatchObject({
      kind: 'failed',
      isPersistent: true,
      diagnosis: expect.stringMatching(/^The TLS certificate of localhost is signed by .* KORE_CA_FILE to its file\.$/),
    })
  })

  test('is trusted if NODE_EXTRA_CA_CERTS names it', async () => {
    const port = await tlsKore()
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: caFile }
    const program = [join(import.meta.dirname, '../testing/call-once-worker.ts'), `https://localhost:${port}`]
    const { stdout } = await promisify(execFile)(process.execPath, program, { env })
    expect(stdout).toBe('200')
  })
})

describe('a proxy', () => {
  test('tunnels every call and resolves the host itself', async () => {
    const port = await tlsKore()
    const proxy = await connectProxy()
    const network = { extraCa, proxyUrl: `http://127.0.0.1:${proxy.port}` }
    expect(await readGroups(`https://kore.test:${port}`, network)).toMatchObject(support)
    expect(proxy.tunnels).toEqual([`kore.test:${port}`])
  })

  test('receives its user name and password', async () => {
    const port = await tlsKore()
    const proxy = await connectProxy({ credential: 'muster:a b' })
    const at = `127.0.0.1:${proxy.port}`
    const host = `https://kore.test:${port}`
    expect(await readGroups(host, { extraCa, proxyUrl: `http://muster:a%20b@${at}` })).toMatchObject(support)
    expect(await reasonOf(host, { extraCa, proxyUrl: `http://${at}` })).toMatchObject({
      kind: 'failed',
      diagnosis: expect.stringContaining('The proxy named in HTTPS_PROXY requires a user name and password.'),
    })
  })

  test.each(['localhost', '.example.com,localhost', '*'])('is bypassed for NO_PROXY=%s', async (noProxy) => {
    const port = await tlsKore()
    const proxy = await connectProxy()
    const network = { extraCa, noProxy, proxyUrl: `http://127.0.0.1:${proxy.port}` }
    expect(await readGroups(`https://localhost:${port}`, network)).toMatchObject(support)
    expect(proxy.tunnels).toEqual([])
  })

  test('is named as the reason if it refuses or is down, and nothing was sent', async () => {
    const proxy = await connectProxy({ status: 403 })
    const blocked = await reasonOf('https://kore.test', { proxyUrl: `http://127.0.0.1:${proxy.port}` })
    expect(blocked).toMatchObject({ diagnosis: expect.stringContaining('responded with HTTP 403. Check HTTPS_PROXY') })
    const gone = createHttpServer()
    const port = await listen(gone)
    await new Promise((resolve) => gone.close(resolve))
    const missing = await reasonOf('https://kore.test', { proxyUrl: `http://127.0.0.1:${port}` })
    expect(missing).toMatchObject({ diagnosis: expect.stringContaining(`The proxy 127.0.0.1:${port} named in`) })
  })
})

describe('the network settings', () => {
  const kore = { KORE_HOST: 'kore.test', KORE_CLIENT_ID: 'cs-1', KORE_CLIENT_SECRET: 'x'.repeat(40) }
  const networkOf = (env: Record<string, string>) => {
    const parsed = parseConfig({ ...kore, ...env })
    return parsed.ok ? parsed.config.kore?.network : parsed.problems
  }

  test('use the names that other programs use', () => {
    const proxy = 'http://proxy.example.com:3128'
    const env = { HTTPS_PROXY: proxy, NO_PROXY: 'a.example', KORE_CA_FILE: caFile }
    expect(networkOf(env)).toEqual({ proxyUrl: proxy, noProxy: 'a.example', extraCa })
    expect(networkOf({ http_proxy: proxy })).toMatchObject({ proxyUrl: proxy })
    expect(networkOf({})).toEqual({ proxyUrl: null, noProxy: '', extraCa: null })
  })

  test('stop the start if they are invalid, without quoting a password', () => {
    expect(networkOf({ HTTPS_PROXY: 'ftp://user:canary@x' })).toEqual([
      'HTTPS_PROXY must be an address like http://proxy.example.com:3128.',
    ])
    expect(networkOf({ KORE_CA_FILE: '/does/not/exist' })).toEqual(['KORE_CA_FILE: the file cannot be read (ENOENT).'])
    expect(networkOf({ KORE_CA_FILE: import.meta.filename })).toEqual([
      expect.stringContaining('the file holds no certificate in PEM form'),
    ])
  })
})
