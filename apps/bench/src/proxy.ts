// The pass-through against its upstream directly, a naive handler, and nginx, in one run.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Load, load } from './proxy-load.ts'
import { startNginx } from './proxy-nginx.ts'
import { body, serverOf, type Variant, variants } from './proxy-servers.ts'

const names = {
  upstream: 'upstream, directly',
  ours: 'Muster /api/kore/users',
  naive: 'Express + fetch + jose',
  nginx: 'nginx proxy_pass',
} as const

const [, , mode, target = ''] = process.argv
const child = variants.find((variant) => variant === mode)

if (child === undefined) await measure()
else {
  const server = serverOf(child, target)
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    process.send?.(address.port)
  })
  process.on('disconnect', () => process.exit(0))
}

async function start(variant: Variant, upstream: string): Promise<{ process: ChildProcess; origin: string }> {
  const started = fork(fileURLToPath(import.meta.url), [variant, upstream])
  const [port]: unknown[] = await once(started, 'message')
  return { process: started, origin: `http://127.0.0.1:${String(port)}` }
}

type Peer = keyof typeof names

/** Both loads of one peer; the peers follow each other, so that each has the machine for itself. */
interface Loads {
  readonly busy: Load
  readonly alone: Load
}

async function loadsOf(url: string): Promise<Loads> {
  await load(url, body, { connections: 32, seconds: 2 })
  const busy = await load(url, body, { connections: 32, seconds: 5 })
  return { busy, alone: await load(url, body, { connections: 1, seconds: 3 }) }
}

async function measure(): Promise<void> {
  const results = new Map<Peer, Loads>()
  const upstream = await start('upstream', '')
  for (const variant of variants) {
    const served = variant === 'upstream' ? upstream : await start(variant, upstream.origin)
    const path = `/api/${variant === 'upstream' ? 'public' : 'kore'}/users`
    results.set(variant, await loadsOf(served.origin + path))
    if (variant !== 'upstream') served.process.disconnect()
  }
  const program = process.env['NGINX_PATH']
  if (program !== undefined) {
    const nginx = await startNginx(program, upstream.origin)
    results.set('nginx', await loadsOf(`${nginx.origin}/api/kore/users`))
    await nginx.stop()
  }
  upstream.process.disconnect()
  print(results)
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
  const ratio = (value: number, digits: number, wanted: string) => `${value.toFixed(digits)} (wanted: ${wanted})`
  say(`requests a second: ${(rate('ours') / rate('upstream')).toFixed(2)} of the upstream directly,`)
  say(`  ${ratio(rate('ours') / rate('naive'), 1, 'at least 8')} times the naive handler's,`)
  if (!results.has('nginx')) {
    say('  not compared with nginx: it is not installed (NGINX_PATH names one)')
    return
  }
  say(`  ${ratio(rate('ours') / rate('nginx'), 2, 'at least 0.35')} of nginx's`)
  const added = (peer: Peer) => p50(peer) - p50('upstream')
  say(
    `added at one connection, p50: ours ${added('ours').toFixed(2)} ms, nginx ${added('nginx').toFixed(2)} ms, naive ${added('naive').toFixed(2)} ms: ` +
      `${ratio(p50('ours') / p50('nginx'), 2, 'at most 1.4')} of nginx's latency`,
  )
}
