import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { startBackend } from '@muster/bff/testing/backend'
import { wellKnown } from '@muster/kore-sandbox'
import express from 'express'
import { Pool } from 'undici'

const calls = 200
/** V8 compiles the store's code meanwhile. */
const warmUp = 200

interface Measured {
  /** Milliseconds, ascending. */
  readonly ms: readonly number[]
  /** Processor time of the whole process a call: client, server, store and Kore.ai. */
  readonly cpuMs: number
  readonly statements: number
}

/** Counts the statements of the embedded store: each is one message to its thread. */
function countStatements(): { readonly taken: () => number } {
  let count = 0
  const { prototype } = Worker
  // oxlint-disable-next-line typescript/unbound-method -- called with its worker below
  const { postMessage } = prototype
  prototype.postMessage = function counted(...given: Parameters<typeof postMessage>) {
    count += 1
    return postMessage.apply(this, given)
  }
  return { taken: () => count }
}

async function measure(call: () => Promise<void>, statements = () => 0): Promise<Measured> {
  for (let n = 0; n < warmUp; n += 1) await call()
  const [before, cpu] = [statements(), process.cpuUsage()]
  const ms: number[] = []
  for (let n = 0; n < calls; n += 1) {
    const from = performance.now()
    await call()
    ms.push(performance.now() - from)
  }
  const { user, system } = process.cpuUsage(cpu)
  return {
    ms: ms.toSorted((one, other) => one - other),
    cpuMs: (user + system) / 1000 / calls,
    statements: (statements() - before) / calls,
  }
}

async function throughMuster(): Promise<Measured> {
  const counted = countStatements()
  const backend = await startBackend()
  // An open tab reads each job that changes.
  backend.api.close()
  try {
    let flag = false
    const call = async () => {
      flag = !flag
      const users = [{ userInfo: { emailId: wellKnown.member }, canCreateBot: flag, isDeveloper: true }]
      const sent = { body: JSON.stringify({ users }), contentType: 'application/json' }
      const { status } = await backend.api.send('PUT', '/api/kore/users', sent)
      if (status !== 200) throw new Error(`the call was answered ${status}`)
    }
    return await measure(call, counted.taken)
  } finally {
    await backend.stop()
  }
}

async function throughExpress(): Promise<Measured> {
  const app = express()
  app.put('/api/kore/users', express.json(), (_request, response) => void response.json({ msg: 'ok' }))
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const pool = new Pool(`http://127.0.0.1:${port}`)
  try {
    const body = JSON.stringify({ users: [{ userInfo: { emailId: wellKnown.member } }] })
    return await measure(async () => {
      const headers = { 'content-type': 'application/json' }
      const response = await pool.request({ method: 'PUT', path: '/api/kore/users', body, headers })
      await response.body.text()
    })
  } finally {
    await pool.close()
    server.close()
  }
}

/** What one wait for the disk takes: the floor of a commit. */
async function diskWaits(): Promise<readonly number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-disk-'))
  const file = openSync(join(folder, 'log'), 'w')
  try {
    writeSync(file, Buffer.alloc(1024 * 1024))
    const ms: number[] = []
    for (let n = 0; n < 100; n += 1) {
      writeSync(file, Buffer.alloc(8192), 0, 8192, n * 8192)
      const from = performance.now()
      fdatasyncSync(file)
      ms.push(performance.now() - from)
    }
    return ms.toSorted((one, other) => one - other)
  } finally {
    closeSync(file)
    rmSync(folder, { recursive: true })
  }
}

/** One call at a time with everything on: session, guards, plan, job, budget, audit, durable embedded store, sandbox. */
export async function measureWhole(): Promise<void> {
  const sides = { 'Muster, everything on': await throughMuster(), 'an empty Express': await throughExpress() }
  process.stdout.write(`one call after another, everything on  fastest  p50 ms  p95 ms  p99 ms  cpu ms  statements\n`)
  for (const [name, { ms, cpuMs, statements }] of Object.entries(sides)) {
    const at = (share: number) => ms[Math.floor(share * ms.length)] ?? Number.NaN
    const figures = [at(0), at(0.5), at(0.95), at(0.99), cpuMs].map((value) => value.toFixed(2).padStart(7)).join(' ')
    process.stdout.write(`${name.padEnd(39)} ${figures} ${statements.toFixed(1).padStart(11)}\n`)
  }
  const waits = await diskWaits()
  process.stdout.write(
    `a call waits for the disk 3 times (two commits and the mark); one wait takes p50 ${waits[50]?.toFixed(2)} ms, p95 ${waits[95]?.toFixed(2)} ms\n`,
  )
  process.stdout.write('targets: p50 at most 6 ms, p99 at most 20 ms, at most 5 statements\n')
}
