// Measures a warm start and an idle Muster, beside Node that only opens the embedded store, in one run.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { end, mallocSettings, memoryFlag, type Started, startMuster } from './muster.ts'
import { cpuMs, memoryMb, type Shares } from './process-figures.ts'

const folder = mkdtempSync(join(tmpdir(), 'muster-bench-start-'))
const dataDir = join(folder, 'data')
const idleSeconds = 30

async function startBare(): Promise<Started> {
  const copy = join(folder, 'bare')
  cpSync(join(dataDir, 'pglite'), copy, { recursive: true })
  const began = performance.now()
  const child = spawn(process.execPath, [memoryFlag, join(import.meta.dirname, 'start-bare.ts'), copy], {
    env: { ...process.env, ...mallocSettings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return { child, readyMs: performance.now() - began }
}

interface Measured {
  readonly readyMs: readonly number[]
  readonly startCpuMs: Shares
  readonly idleCpuMs: Shares
  readonly memoryMb: Shares
}

/** Three starts; the last one stays idle. */
async function measure(start: () => Promise<Started>): Promise<Measured> {
  const readyMs: number[] = []
  for (let n = 0; n < 2; n += 1) {
    const started = await start()
    readyMs.push(started.readyMs)
    await end(started)
  }
  const last = await start()
  readyMs.push(last.readyMs)
  const { pid } = last.child
  if (pid === undefined) throw new Error('no process')
  const startCpuMs = cpuMs(pid)
  // The first sync and the work of the start end first.
  await delay(20_000)
  const before = cpuMs(pid)
  await delay(idleSeconds * 1000)
  const after = cpuMs(pid)
  const idleCpuMs = { own: (after.own - before.own) / idleSeconds, all: (after.all - before.all) / idleSeconds }
  const memory = memoryMb(pid)
  await end(last)
  return { readyMs, startCpuMs, idleCpuMs, memoryMb: memory }
}

try {
  // Creates the store and fills the compile cache.
  const first = await startMuster(folder)
  await delay(5000)
  await end(first)
  const muster = await measure(() => startMuster(folder))
  const bare = await measure(startBare)
  const say = (what: string, target: string, of: (measured: Measured) => number, digits = 0) => {
    const [ours, peer] = [of(muster), of(bare)]
    const figures = [ours, peer].map((value) => value.toFixed(digits).padStart(9)).join(' ')
    process.stdout.write(`${what.padEnd(44)} ${figures}   ${(ours / peer).toFixed(1).padStart(5)}   ${target}\n`)
  }
  process.stdout.write(`first start, store created: ready in ${first.readyMs.toFixed(0)} ms\n`)
  process.stdout.write(`${''.padEnd(44)}    Muster Node+PGlite   ratio   target\n`)
  say('warm start to ready, ms, best of 3', 'at most 1500', ({ readyMs }) => Math.min(...readyMs))
  say('processor time of the last start, ms', '', ({ startCpuMs: { own } }) => own)
  say('  with the sandbox', '', ({ startCpuMs: { all } }) => all)
  say(`idle, processor time, ms a second (${idleSeconds} s)`, 'at most 5', ({ idleCpuMs: { own } }) => own, 1)
  say('  with the sandbox', '', ({ idleCpuMs: { all } }) => all, 1)
  say('idle, resident memory, MB', 'at most 250', ({ memoryMb: { own } }) => own)
  say('  with the sandbox', '', ({ memoryMb: { all } }) => all)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
