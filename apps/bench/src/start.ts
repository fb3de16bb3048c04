// Measures a warm start and an idle Muster, beside Node that only opens the embedded store, in one run.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const root = join(import.meta.dirname, '../../..')
const folder = mkdtempSync(join(tmpdir(), 'muster-bench-start-'))
const dataDir = join(folder, 'data')
/** Linux reports processor time in hundredths of a second, whatever its own clock. */
const ticksPerSecond = 100
const idleSeconds = 30
/** As `npm start` sets them. */
const mallocSettings = { MALLOC_MMAP_THRESHOLD_: '65536', MALLOC_TRIM_THRESHOLD_: '131072' }
const memoryFlag = '--max-semi-space-size=4'

interface Started {
  readonly child: ChildProcess
  /** Milliseconds from the start of the process. */
  readonly readyMs: number
}

/** Of the process, and with its child processes: the sandbox is one. */
interface Shares {
  readonly own: number
  readonly all: number
}

function sharesOf(pid: number, of: (id: number) => number): Shares {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
  return { own: of(pid), all: [pid, ...children.map(Number)].reduce((sum, id) => sum + of(id), 0) }
}

/** Milliseconds of processor time so far. */
function cpuMs(pid: number): Shares {
  return sharesOf(pid, (id) => {
    const fields = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1000
  })
}

/** Resident memory in MB. */
function memoryMb(pid: number): Shares {
  const resident = (id: number) => /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]
  return sharesOf(pid, (id) => Number(resident(id)) / 1024)
}

async function end({ child }: Started): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

/** Starts Muster as `npm start` does, without its launcher, and waits until it is ready. */
async function startMuster(): Promise<Started> {
  const port = await freePort()
  const env = {
    PATH: process.env['PATH'],
    NODE_COMPILE_CACHE: join(folder, 'compiled'),
    PORT: String(port),
    DATA_DIR: dataDir,
    ...mallocSettings,
  }
  const program = join(root, 'apps/bff/src/main.ts')
  const began = performance.now()
  const flags = ['--disable-proto=delete', '--disable-sigusr1', memoryFlag]
  const child = spawn(process.execPath, [...flags, program], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  // Asking again and again would be most of the processor time. The banner follows the start.
  await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])
  const isReady = () =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      (response) => response.ok,
      () => false,
    )
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error('Muster ended before it was ready')
    await delay(10)
  }
  return { child, readyMs: performance.now() - began }
}

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
  const first = await startMuster()
  await delay(5000)
  await end(first)
  const muster = await measure(startMuster)
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
