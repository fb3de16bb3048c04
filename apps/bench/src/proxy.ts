// Compares the pass-through with its upstream, a naive handler and nginx, in one run.
import { type Bench, benchOn } from './proxy-bench.ts'
import type { Load } from './proxy-load.ts'
import { serverOf, variants } from './proxy-servers.ts'
import { measureWhole } from './proxy-whole.ts'

const names = {
  upstream: 'upstream, directly',
  ours: 'Muster /api/kore/users',
  naive: 'Express + fetch + jose',
  nginx: 'nginx proxy_pass',
} as const

const [, , mode, target = ''] = process.argv
const child = variants.find((variant) => variant === mode)

if (child === undefined) {
  const { NGINX_PATH: nginx, WRK_PATH: wrk, TASKSET_PATH: taskset } = process.env
  await measure(benchOn({ nginx, wrk, taskset }))
} else {
  const server = serverOf(child, target)
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    process.send?.(address.port)
  })
  process.on('disconnect', () => process.exit(0))
}

type Peer = keyof typeof names

/** Both loads of one server; the servers run one after another, so each has the machine to itself. */
interface Loads {
  readonly busy: Load
  readonly alone: Load
}

async function loadsOf(bench: Bench, url: string): Promise<Loads> {
  await bench.load(url, { connections: 32, seconds: 2 })
  const busy = await bench.load(url, { connections: 32, seconds: 5 })
  return { busy, alone: await bench.load(url, { connections: 1, seconds: 3 }) }
}

async function measure(bench: Bench): Promise<void> {
  const results = new Map<Peer, Loads>()
  const upstream = await bench.startUpstream()
  results.set('upstream', await loadsOf(bench, `${upstream.origin}/api/public/users`))
  for (const peer of ['ours', 'naive', 'nginx'] as const) {
    const served = await (peer === 'nginx' ? bench.startNginx?.(upstream.origin) : bench.start(peer, upstream.origin))
    if (served === undefined) continue
    results.set(peer, await loadsOf(bench, `${served.origin}/api/kore/users`))
    await served.stop()
  }
  await upstream.stop()
  process.stdout.write(`${bench.words}\n`)
  print(results)
  await measureWhole()
}

function print(results: ReadonlyMap<Peer, Loads>): void {
  const say = (line: string) => process.stdout.write(`${line}\n`)
  say('PUT 300 B JSON              req/s  p50 ms  p99 ms (32 connections)   p50 ms  p99 ms (1 connection)')
  for (const [peer, { busy, alone }] of results) {
    const figures = [busy.p50, busy.p99, alone.p50, alone.p99].map((ms) => ms.toFixed(2).padStart(7))
    const rate = Math.round(busy.perSecond).toString().padStart(8)
    say(
      `${names[peer].padEnd(24)} ${rate} ${figures.slice(0, 2).join(' ')} ${' '.repeat(19)} ${figures.slice(2).join(' ')}`,
    )
  }
  const rate = (peer: Peer) => results.get(peer)?.busy.perSecond ?? Number.NaN
  const p50 = (peer: Peer) => results.get(peer)?.alone.p50 ?? Number.NaN
  const ratio = (value: number, digits: number, goal: string) => `${value.toFixed(digits)} (target: ${goal})`
  say(`requests a second: ${(rate('ours') / rate('upstream')).toFixed(2)} of the upstream directly,`)
  say(`  ${ratio(rate('ours') / rate('naive'), 1, 'at least 8')} times the naive handler's,`)
  if (!results.has('nginx')) {
    say('  not compared with nginx: it is not installed (set NGINX_PATH to use one)')
    return
  }
  say(`  ${ratio(rate('ours') / rate('nginx'), 2, 'at least 0.30')} of nginx's`)
  const added = (peer: Peer) => p50(peer) - p50('upstream')
  say(
    `added at one connection, p50: ours ${added('ours').toFixed(2)} ms, nginx ${added('nginx').toFixed(2)} ms, naive ${added('naive').toFixed(2)} ms: ` +
      `${ratio(p50('ours') / p50('nginx'), 2, 'at most 1.4')} of nginx's latency`,
  )
}
