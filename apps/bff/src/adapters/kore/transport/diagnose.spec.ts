import { createServer, type RequestListener } from 'node:http'
import { koreHosts } from '@muster/kore-api/hosts'
import { wellKnown } from '@muster/kore-sandbox'
import { englishText } from '@muster/wording/english'
import { message } from '@muster/wording/message'
import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../clock.ts'
import type { EndpointReport } from '../gate/endpoint-log.ts'
import { gatewayOn, gatewayOnSandbox, now, testSecret } from '../testing/gateway.fixture.ts'
import { listen } from '../testing/listen.fixture.ts'
import { nearestHost, networkReason } from './network-reason.ts'
import { defaultTimeouts } from './settings.ts'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

async function serve(respond: RequestListener): Promise<string> {
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => respond(request, response))
  })
  const port = await listen(server)
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${port}`
}

const page =
  (status: number, type: string, body: string, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': type, ...headers }).end(body)

const problem = { type: 'about:blank', title: 'Not found', status: 404, code: 'not_found', detail: 'No such page.' }
const strangers: readonly (readonly [string, RequestListener])[] = [
  ['a page of 404', page(404, 'text/html', '<h1>Not Found</h1>')],
  ['a login page', page(200, 'text/html', '<form action="/login"></form>')],
  ['an empty object', page(200, 'application/json', '{}')],
  ['text', page(200, 'text/plain', 'ok')],
  ['nothing', page(204, 'text/plain', '')],
  ['a redirect', page(302, 'text/html', '', { location: 'https://login.example.com' })],
  ['another Muster', page(404, 'application/problem+json', JSON.stringify(problem))],
  ['an API gateway', page(404, 'application/json', '{"message":"no Route matched with those values"}')],
]

/** With their time: the states of other replicas may be from before. */
const untriedOf = (endpoints: readonly EndpointReport[]) =>
  endpoints.filter(({ state, checkedAt }) => state === 'untried' && checkedAt !== null)

const errorAsSuccess = page(200, 'application/json', '{"errors":[{"msg":"Invalid SDK credentials","code":4002}]}')

/** The form of Kore.ai's errors is also the default of a widespread library for express. */
const errorsOfAnyProduct = JSON.stringify({ errors: [{ msg: 'Invalid value', path: 'users', location: 'body' }] })

describe('the connection test', () => {
  test.each(strangers)('does not accept %s as a response of Kore.ai', async (_what, respond) => {
    const gateway = gatewayOn(await serve(respond))
    const { acceptedForUsers } = await gateway.probe(now.signal)
    const { endpoints } = await gateway.state()
    const tried = endpoints.filter(({ checkedAt }) => checkedAt !== null)
    expect(acceptedForUsers).toBe(false)
    // The fifth opens the breaker.
    expect(tried.map(({ state }) => state).toSorted()).toEqual([...Array(5).fill('not_kore'), 'untried'])
    expect(englishText(tried[0]?.detail ?? '')).toMatch(/^The response is not from Kore\.ai: .* Check that KORE_HOST /)
  })

  test('takes no error with the status of a success for a response that works, nor for an outage', async () => {
    const gateway = gatewayOn(await serve(errorAsSuccess))
    expect(await gateway.probe(now.signal)).toEqual({ acceptedForUsers: false })
    const tried = (await gateway.state()).endpoints.filter(({ checkedAt }) => checkedAt !== null)
    expect(tried.map(({ state }) => state)).toEqual(Array(6).fill('failed'))
    expect(englishText(tried[0]?.detail ?? '')).toContain('Invalid SDK credentials')
    for (let n = 0; n < 6; n += 1)
      await gateway.writer.removeUsers([{ key: 'k', identifier: { by: 'email', value: 'a@b.c' } }], now)
    expect((await gateway.state()).breaker).toBeNull()
  })

  test.each([400, 404, 405, 409, 410, 422])(
    'takes no error with the status %i for a response that works, whatever wrote it',
    async (status) => {
      const gateway = gatewayOn(await serve(page(status, 'application/json', errorsOfAnyProduct)))
      expect(await gateway.probe(now.signal)).toEqual({ acceptedForUsers: false })
      const tried = (await gateway.state()).endpoints.filter(({ checkedAt }) => checkedAt !== null)
      expect(tried.map(({ state }) => state)).toEqual(Array(6).fill('failed'))
      expect(englishText(tried[0]?.detail ?? '')).toContain('Invalid value')
    },
  )

  test('claims of no endpoint that it works if it could not be tried', async () => {
    const { gateway, sandbox } = await gatewayOnSandbox()
    await gateway.probe(now.signal)
    sandbox.control.addFault({ kind: 'status', status: 503 })
    expect(await gateway.probe(now.signal)).toEqual({ acceptedForUsers: false })
    const { endpoints } = await gateway.state()
    expect(endpoints.filter(({ state }) => state === 'failed')).toHaveLength(5)
    expect(endpoints.map(({ state }) => state)).not.toContain('works')
    expect(untriedOf(endpoints)).toMatchObject([{ detail: { code: 'kore.failures_in_a_row' } }])
  })

  test('gives the reason why it could not try an endpoint, the first time too, and each time anew', async () => {
    let offMs = 0
    const clock = { ...systemClock, now: () => systemClock.now() + offMs }
    const gateway = gatewayOn(await serve(page(503, 'text/plain', 'Down')), {}, clock)
    const found = []
    for (; offMs <= 3_600_000; offMs += 3_600_000) {
      await gateway.probe(now.signal)
      found.push(...untriedOf((await gateway.state()).endpoints))
    }
    const [first, second] = found
    expect(found.map(({ name }) => name)).toEqual(Array(2).fill(first?.name))
    expect(found).toMatchObject([5, 6].map((failures) => ({ detail: { facts: { failures } } })))
    expect((second?.checkedAt ?? 0) - (first?.checkedAt ?? 0)).toBeGreaterThanOrEqual(3_600_000)
  })

  const notAccepting = [
    ...strangers,
    ['an error with the status of a success', errorAsSuccess],
    ['errors of another product', page(422, 'application/json', errorsOfAnyProduct)],
  ] as const
  test.each(notAccepting)('keeps a refused credential refused after %s', async (_what, respond) => {
    let isRefusing = true
    const refusal = page(401, 'application/json', '{"errors":[{"msg":"Invalid SDK credentials","code":4002}]}')
    const gateway = gatewayOn(await serve((...exchange) => (isRefusing ? refusal : respond)(...exchange)))
    await gateway.writer.removeUsers([{ key: 'k', identifier: { by: 'email', value: 'a@b.c' } }], now)
    expect((await gateway.state()).breaker).toMatchObject({ cause: 'credential_rejected' })
    isRefusing = false
    expect(await gateway.probe(now.signal)).toEqual({ acceptedForUsers: false })
    expect((await gateway.state()).breaker).not.toBeNull()
  })

  test('accepts an empty list only for roles', async () => {
    const gateway = gatewayOn(await serve(page(200, 'application/json', '[]')))
    expect(await gateway.probe(now.signal)).toEqual({ acceptedForUsers: false })
    const { endpoints } = await gateway.state()
    expect(endpoints.flatMap(({ state, name }) => (state === 'works' ? [name] : []))).toEqual([
      'Get Roles',
      'Export Roles',
    ])
  })

  test('reports every endpoint of a sandbox as working', async () => {
    const { gateway } = await gatewayOnSandbox()
    expect(await gateway.probe(now.signal)).toEqual({ acceptedForUsers: true })
    const states = (await gateway.state()).endpoints.flatMap(({ state, checkedAt }) =>
      checkedAt === null ? [] : state,
    )
    expect(states).toEqual(Array(6).fill('works'))
  })
})

describe('a refused credential', () => {
  const detailOf = async (gateway: ReturnType<typeof gatewayOn>, name = 'Get Groups') => {
    await gateway.probe(now.signal)
    const detail = (await gateway.state()).endpoints.find((endpoint) => endpoint.name === name)?.detail
    return englishText(detail ?? '')
  }

  test('names the secret, not a scope, for a wrong secret', async () => {
    const { gateway } = await gatewayOnSandbox({ clientSecret: 'another secret of at least 32 bytes' })
    const detail = await detailOf(gateway)
    expect(detail).toContain('accepts the credential for none of the calls. Check KORE_CLIENT_ID and the client secret')
    expect(detail).not.toContain('Role Management')
  })

  test('names the scope for a missing scope', async () => {
    const { gateway, sandbox } = await gatewayOnSandbox()
    sandbox.control.setScopes(['user_management:user_management'])
    expect(await detailOf(gateway)).toMatch(/^Kore\.ai accepts the credential for other calls, so .*Role Management/)
  })

  test('is diagnosed in a sync too: another scope is tried before one is blamed', async () => {
    const scoped = await gatewayOnSandbox()
    scoped.sandbox.control.setScopes(['user_management:user_management'])
    expect(await scoped.gateway.reader.users(null, now.signal)).toMatchObject({
      kind: 'forbidden',
      diagnosis: message('kore.scope_missing', { scope: 'Profile Management > Role Management' }),
    })
    const wrong = await gatewayOnSandbox({ clientSecret: 'another secret of at least 32 bytes' })
    expect(await wrong.gateway.reader.users(null, now.signal)).toMatchObject({
      kind: 'forbidden',
      diagnosis: { code: 'kore.none_accepted' },
    })
  })

  test('is the secret of all calls once it was reset, however many calls it signed before', async () => {
    const { gateway, sandbox } = await gatewayOnSandbox()
    expect(await gateway.probe(now.signal)).toEqual({ acceptedForUsers: true })
    sandbox.useClientSecret('another secret of at least 32 bytes')
    expect(await gateway.reader.users(null, now.signal)).toMatchObject({ diagnosis: { code: 'kore.none_accepted' } })
    const removal = { key: 'k', identifier: { by: 'email', value: 'a@b.c' } } as const
    await gateway.writer.removeUsers([removal], now)
    const { breaker, endpoints } = await gateway.state()
    expect(breaker?.reason.code).toBe('kore.none_accepted')
    const codes = endpoints.flatMap(({ state, detail }) => (state === 'refused' ? [detail?.code] : []))
    expect(new Set(codes)).toEqual(new Set(['kore.none_accepted']))
  })

  test('a removal that is the first call after a reset names the secret too, and a lost scope stays one', async () => {
    const removal = { key: 'k', identifier: { by: 'email', value: 'a@b.c' } } as const
    const reset = await gatewayOnSandbox()
    await reset.gateway.probe(now.signal)
    reset.sandbox.useClientSecret('another secret of at least 32 bytes')
    await reset.gateway.writer.removeUsers([removal], now)
    expect((await reset.gateway.state()).breaker?.reason.code).toBe('kore.none_accepted')
    const scoped = await gatewayOnSandbox()
    await scoped.gateway.probe(now.signal)
    scoped.sandbox.control.setScopes(['role_management:role_management'])
    const called = scoped.sandbox.control.calls().length
    for (let n = 0; n < 2; n += 1) await scoped.gateway.writer.removeUsers([removal], now)
    expect((await scoped.gateway.state()).breaker?.reason.code).toBe('kore.scope_missing')
    // The refused removal and one read; the breaker keeps the second removal back.
    expect(scoped.sandbox.control.calls()).toHaveLength(called + 2)
  })

  test('of one scope names no other scope, although that one is missing too, and ends with the scope', async () => {
    const { gateway, sandbox } = await gatewayOnSandbox()
    const refused = async () =>
      (await gateway.state()).endpoints.flatMap(({ name, state }) => (state === 'refused' ? [name] : []))
    const erasure = { keys: ['k'], identifiers: [{ by: 'email', value: wellKnown.member }] } as const
    const erase = () => gateway.writer.eraseUsersData({ ...erasure, scope: { kind: 'all_bots' } }, now)
    sandbox.control.setScopes(['role_management:role_management'])
    await erase()
    expect(await refused()).toEqual(['Delete Customer Data'])
    expect((await gateway.state()).breaker?.reason.code).toBe('kore.scope_missing')
    sandbox.control.setScopes(['role_management:role_management', 'delete:delete_user_data'])
    gateway.writer.allowCredentialCheck()
    expect((await erase()).kind).toBe('queued')
    expect(await refused()).toEqual([])
    expect((await gateway.state()).breaker).toBeNull()
  })

  test('of a read that explained another refusal ends with that one', async () => {
    const { gateway, sandbox } = await gatewayOnSandbox()
    const refused = async () =>
      (await gateway.state()).endpoints.flatMap(({ name, state }) => (state === 'refused' ? [name] : []))
    sandbox.useClientSecret('another secret of at least 32 bytes')
    await gateway.reader.groups(null, now.signal)
    expect(await refused()).toEqual(['Get User Information', 'Get Groups'])
    sandbox.useClientSecret(testSecret)
    expect((await gateway.reader.groups(null, now.signal)).kind).toBe('page')
    expect(await refused()).toEqual([])
  })

  test('names KORE_ENFORCE_JTI for enforced JTI', async () => {
    const { gateway } = await gatewayOnSandbox({ enforceJti: true })
    expect(await detailOf(gateway)).toContain('The app enforces JTI and Muster sends tokens without an ID.')
  })

  test('names KORE_JWE_KEY for enforced JWE', async () => {
    const { gateway } = await gatewayOnSandbox({ enforceJwe: true })
    expect(await detailOf(gateway)).toContain('whether the app enforces JWE (then set KORE_JWE_KEY)')
  })

  test.each([
    [3 * 60_000, /The clock of this machine is 3 minutes ahead of/],
    [-3 * 60_000, /The clock of this machine is 3 minutes behind/],
    [-50_000, /The clock of this machine is [45]\d seconds behind/],
    [5 * 3_600_000, /The clock of this machine is 5 hours ahead of/],
  ])('names the difference for a clock off by %i ms', async (offMs, words) => {
    const body = '{"errors":[{"msg":"Invalid SDK credentials","code":4002}]}'
    const host = await serve(page(401, 'application/json', body))
    const clock = { ...systemClock, now: () => systemClock.now() + offMs }
    expect(await detailOf(gatewayOn(host, {}, clock))).toMatch(words)
  })

  test('does not blame the credential for a refusal by a proxy or firewall', async () => {
    const gateway = gatewayOn(await serve(page(403, 'text/html', '<h1>Blocked by policy</h1>')))
    expect(await detailOf(gateway)).toContain('a proxy or firewall between Muster and Kore.ai refuses the call')
  })
})

describe('a network that does not reach Kore.ai', () => {
  const at = (code: string | null, words = 'x', proxyUrl: string | null = null, noProxy = '') => {
    const network = { proxyUrl, noProxy }
    const { reason, isPersistent } = networkReason('https://platform.kore.ai', network, { code, message: words })
    return { sentence: englishText(reason), isPersistent }
  }

  test.each([
    ['ENOTFOUND', /^There is no host platform\.kore\.ai\. Set KORE_HOST/, true],
    ['EAI_AGAIN', /DNS of this machine does not respond/, false],
    ['ECONNREFUSED', /^platform\.kore\.ai does not respond on port 443\./, false],
    ['UND_ERR_CONNECT_TIMEOUT', /set HTTPS_PROXY/, false],
    ['SELF_SIGNED_CERT_IN_CHAIN', /signed by an authority this machine does not know.*KORE_CA_FILE/, true],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /is for another name/, true],
    ['ECONNRESET', /^ECONNRESET: x$/, false],
  ])('%s has a sentence', (code, sentence, isPersistent) => {
    expect(at(code)).toEqual({ sentence: expect.stringMatching(sentence), isPersistent })
  })

  test('names the proxy if the proxy is the reason', () => {
    const proxy = 'http://user:pass@proxy.example.com:3128'
    const refused = at('ECONNREFUSED', 'connect ECONNREFUSED 10.0.0.1:3128', proxy).sentence
    expect(refused).toBe('The proxy proxy.example.com:3128 named in HTTPS_PROXY cannot be reached. Check HTTPS_PROXY.')
    expect(at(null, 'Proxy response (407) !== 200 when HTTP Tunneling', proxy).sentence).toContain(
      'a user name and pass',
    )
    expect(at('ENOTFOUND', 'getaddrinfo ENOTFOUND proxy.example.com', proxy).sentence).toContain('HTTPS_PROXY names')
  })

  test('names the proxy for all that happens before the tunnel, and never for a call that bypasses it', () => {
    const proxy = 'https://proxy'
    expect(at('EAI_AGAIN', 'getaddrinfo EAI_AGAIN proxy', proxy).sentence).toContain('The name proxy could not')
    expect(at('CERT_HAS_EXPIRED', 'certificate has expired', proxy).sentence).toContain(
      'certificate of platform.kore.ai or of the proxy proxy has expired',
    )
    expect(at('UND_ERR_PRX_TLS', 'x', proxy).sentence).toContain('The TLS certificate of proxy is for another name')
    const refused = 'connect ECONNREFUSED 10.0.0.1:443'
    expect(at('ECONNREFUSED', refused, proxy).sentence).toContain('The proxy proxy:443 named in HTTPS_PROXY')
    for (const direct of ['platform.kore.ai', '.kore.ai', '*.kore.ai', '*', 'a.example, PLATFORM.kore.ai:443']) {
      expect(at('ECONNREFUSED', refused, proxy, direct).sentence).toMatch(
        /^platform\.kore\.ai does not respond on port/,
      )
      expect(at('CERT_HAS_EXPIRED', 'x', proxy, direct).sentence).toContain('certificate of platform.kore.ai has')
    }
    for (const other of ['kore.ai:8443', '*.platform.kore.ai', 'xplatform.kore.ai', 'ai.example'])
      expect(at('ECONNREFUSED', refused, proxy, other).sentence).toContain('The proxy proxy:443')
  })

  test('has a code for each call that Muster stops itself, and pages show it in any language', async () => {
    const silent = gatewayOn(await serve(() => {}))
    const endless = gatewayOn(await serve((_request, response) => void response.write('{"groups":[')))
    const long: RequestListener = (_request, response) => void response.end(Buffer.alloc(8 * 1024 * 1024 + 1))
    const large = gatewayOn(await serve(long), { timeouts: defaultTimeouts })
    const codes = await Promise.all(
      [silent, endless, large].map(async ({ reader }) => {
        const read = await reader.groups(null, now.signal)
        return read.kind === 'failed' ? read.diagnosis?.code : read.kind
      }),
    )
    expect(codes).toEqual(['network.late_response', 'network.late_response', 'network.large_response'])
  })

  test('suggests the region that a mistyped host resembles', () => {
    expect(nearestHost('platfrom.kore.ai')).toBe('platform.kore.ai')
    expect(nearestHost('de-platform.kore.a')).toBe('de-platform.kore.ai')
    expect(nearestHost('kore.example.org')).toBeNull()
    for (const host of koreHosts) expect(nearestHost(host)).toBeNull()
  })
})
