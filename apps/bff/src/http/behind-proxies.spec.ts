import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { getHealth } from '@muster/contracts/health'
import { describe, expect, onTestFinished, test } from 'vitest'
import { bind } from './route-handler.ts'
import { hostileRequests, hostLine } from './testing/hostile-requests.ts'
import { startTestApp } from './testing/test-app.ts'

interface Proxy {
  readonly program: string
  readonly args: (config: string) => readonly string[]
  /** Keeps connections to Muster for other clients, and prints a line for each request that it forwards. */
  readonly config: (at: { readonly socket: string; readonly folder: string; readonly port: number }) => string
}

const proxies: readonly Proxy[] = [
  {
    program: 'nginx',
    args: (config) => ['-c', config, '-e', 'stderr'],
    config: ({ socket, folder, port }) => `
      daemon off; master_process off; pid ${folder}/pid;
      events {}
      http {
        ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((of) => `${of}_temp_path ${folder}/${of};`).join(' ')}
        log_format line '$request_uri'; access_log /dev/stdout line;
        client_header_timeout 1s; client_body_timeout 1s; keepalive_timeout 1s; lingering_close off;
        upstream muster { server 127.0.0.1:${port}; keepalive 4; }
        server {
          listen unix:${socket};
          location / {
            proxy_pass http://muster; proxy_http_version 1.1; proxy_buffering off; proxy_request_buffering off;
            proxy_set_header Host $http_host; proxy_set_header Connection "";
          }
        }
      }`,
  },
  {
    program: 'haproxy',
    args: (config) => ['-db', '-f', config],
    config: ({ socket, port }) => `
global
  log stdout format raw local0
defaults
  mode http
  log global
  log-format "%HU"
  timeout connect 5s
  timeout server 60s
  timeout client 1s
  timeout http-request 1s
  timeout http-keep-alive 1s
  http-reuse always
frontend all
  bind unix@${socket}
  default_backend muster
backend muster
  server one 127.0.0.1:${port}
`,
  },
]

const codings = [
  ['', 'Transfer-Encoding: xchunked'],
  [' in a list', 'Transfer-Encoding: chunked, identity'],
  [' twice', 'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity'],
  [' after a tab', 'Transfer-Encoding:\tchunked'],
  [' after a vertical tab', 'Transfer-Encoding: \u000bchunked'],
  [' before a space', 'Transfer-Encoding : chunked'],
  [' after a bare LF', 'X-A: b\nTransfer-Encoding: chunked'],
  [' on a folded line', 'Transfer-Encoding:\r\n chunked'],
  [' plainly', 'Transfer-Encoding: chunked'],
] as const

/** Requests with another in the body, which only a server with another idea of the framing takes for one. */
const smuggles = (inner: string): readonly [string, string][] =>
  codings.flatMap(([how, coding]): [string, string][] => {
    const post = `POST /api/read HTTP/1.1\r\n${hostLine}`
    const chunk = `${inner.length.toString(16)}\r\n${inner}\r\n0\r\n\r\n`
    const ended = `0\r\n\r\n${inner}`
    return [
      [`in a body of a length, coded${how}`, `${post}Content-Length: ${ended.length}\r\n${coding}\r\n\r\n${ended}`],
      [`in a chunk, with a length, coded${how}`, `${post}${coding}\r\nContent-Length: 4\r\n\r\n${chunk}`],
    ]
  })

const markedRequest = (path: string) => `GET ${path} HTTP/1.1\r\n${hostLine}Connection: close\r\n\r\n`

/** Sends bytes, and returns what comes back until the proxy closes the connection. */
function exchange(socket: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const client = connect(socket, () => client.write(bytes, 'latin1'))
    let received = ''
    client.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1')
    })
    client.once('close', () => resolve(received))
    client.once('error', reject)
  })
}

async function untilListening(proxy: ChildProcess, socket: string, output: () => string): Promise<void> {
  while (proxy.exitCode === null) {
    const isUp = await exchange(socket, markedRequest('/first')).then(
      (response) => response !== '',
      () => false,
    )
    if (isUp) return
    await delay(20)
  }
  throw new Error(`the proxy ended: ${output()}`)
}

/** Starts a proxy. `stop` returns the paths that it forwarded or refused. */
async function startProxy({ program, args, config }: Proxy, port: number) {
  const folder = mkdtempSync(join(tmpdir(), 'proxy-'))
  const [socket, file, log] = [join(folder, 'socket'), join(folder, 'config'), join(folder, 'log')]
  writeFileSync(file, config({ socket, folder, port }))
  const child = spawn(program, args(file), { stdio: ['ignore', openSync(log, 'a'), 'pipe'] })
  let problems = ''
  child.stderr?.on('data', (chunk) => void (problems += String(chunk)))
  onTestFinished(() => {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  await untilListening(child, socket, () => problems)
  const stop = async () => {
    const closed = once(child, 'close')
    child.kill('SIGTERM')
    await closed
    return readFileSync(log, 'utf8').split('\n')
  }
  return { socket, stop }
}

/** The paths of all requests that servers of this process receive. */
function receivedPaths(): string[] {
  const paths: string[] = []
  const note = (event: unknown) => {
    const request: unknown = Reflect.get(Object(event), 'request')
    paths.push(String(Reflect.get(Object(request), 'url')))
  }
  subscribe('http.server.request.start', note)
  onTestFinished(() => void unsubscribe('http.server.request.start', note))
  return paths
}

const health = bind(getHealth, async () => ({ status: 200, json: { status: 'ok' } }))

for (const proxy of proxies) {
  const isInstalled = spawnSync(proxy.program, ['-v']).error === undefined
  // oxlint-disable-next-line no-console -- read in the log of a run
  if (!isInstalled) console.warn(`${proxy.program} is not installed: Muster behind it is not tested`)

  describe.runIf(isInstalled)(`behind ${proxy.program}`, () => {
    test('no request is smuggled past it, and none gets the response of another', async () => {
      const received = receivedPaths()
      const app = await startTestApp([health])
      const { socket, stop } = await startProxy(proxy, app.port)
      const behind = hostileRequests.map(([what, bytes], at): [string, string] => [
        what,
        bytes + markedRequest(`/smuggled/behind/${at}`),
      ])
      const within = codings.flatMap((_, at) =>
        smuggles(markedRequest(`/smuggled/within/${at}`)).slice(2 * at, 2 * at + 2),
      )
      for (const [what, bytes] of [...behind, ...within]) {
        const [, next] = await Promise.all([
          exchange(socket, bytes).catch(() => ''),
          exchange(socket, markedRequest('/healthz')),
        ])
        const after = await exchange(socket, markedRequest('/healthz'))
        for (const response of [next, after]) {
          expect([what, response.slice(0, 15)]).toEqual([what, 'HTTP/1.1 200 OK'])
          expect(response).toContain('{"status":"ok"}')
        }
      }
      const logged = await stop()
      const smuggled = received.filter((path) => path.startsWith('/smuggled/') && !logged.includes(path))
      expect(smuggled).toEqual([])
      expect(received.filter((path) => path.startsWith('/smuggled/within/'))).toEqual([])
      // The proxies forward some of them, or this test would see nothing.
      expect(received.filter((path) => path === '/api/read').length).toBeGreaterThan(5)
    })
  })
}
