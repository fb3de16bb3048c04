// node apps/bench/src/proxy.ts: the pass-through against its upstream and against a naive handler, in one run.
import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Load, load } from './proxy-load.ts'
import { body, serverOf, type Variant, variants } from './proxy-servers.ts'

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

async function measure(): Promise<void> {
  const results = new Map<Variant, { busy: Load; alone: Load }>()
  const upstream = await start('upstream', '')
  for (const variant of variants) {
    const served = variant === 'upstream' ? upstream : await start(variant, upstream.origin)
    const url = `${served.origin}/api/${variant === 'upstream' ? 'public' : 'kore'}/users`
    await load(url, body, { connections: 32, seconds: 2 })
    const busy = await load(url, body, { connections: 32, seconds: 5 })
    const alone = await load(url, body, { connections: 1, seconds: 3 })
    results.set(variant, { busy, alone })
    if (variant !== 'upstream') served.process.disconnect()
  }
  upstream.process.disconnect()
  print(results)
}

function print(results: ReadonlyMap<Variant, { busy: Load; alone: Load }>): void {
  const names = { upstream: 'upstream, directly', ours: 'Muster /api/kore/users', naive: 'Express + fetch + jose' }
  const say = (line: string) => process.stdout.write(`${line}\n`)
  say('PUT 300 B JSON              req/s  p50 ms  p99 ms (32 connections)   p50 ms  p99 ms (1 connection)')
  for (const [variant, { busy, alone }] of results) {
    const figures = [busy.p50, busy.p99, alone.p50, alone.p99].map((ms) => ms.toFixed(2).padStart(7))
    say(
      `${names[variant].padEnd(24)} ${Math.round(busy.perSecond).toString().padStart(8)} ${figures.slice(0, 2).join(' ')} ${' '.repeat(19)} ${figures.slice(2).join(' ')}`,
    )
  }
  const rate = (variant: Variant) => results.get(variant)?.busy.perSecond ?? Number.NaN
  const added = (variant: Variant) =>
    (results.get(variant)?.alone.p50 ?? Number.NaN) - (results.get('upstream')?.alone.p50 ?? Number.NaN)
  say(
    `throughput: ${(rate('ours') / rate('upstream')).toFixed(2)} of the upstream directly, ${(rate('ours') / rate('naive')).toFixed(1)} times the naive handler (target 8)`,
  )
  say(`added at one connection: ${added('ours').toFixed(2)} ms, the naive handler ${added('naive').toFixed(2)} ms`)
  const nginx = spawnSync('nginx', ['-v']).error === undefined
  say(
    `nginx: ${nginx ? 'installed, but this program has no configuration for it' : 'not installed'}; targets against it (0.35 of its requests, 1.4 of its latency) are not measured.`,
  )
}
