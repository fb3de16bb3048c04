/**
 * Measures searches while Muster does other work: a sync of the directory, the check of a file, the plan of its rows, the
 * job of the plan. The peer is the same search in the same run while Muster is idle. Muster is its own process.
 * `node apps/bench/src/beside.ts [--users 50000] [--stores pglite,postgres]`
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startPostgres } from '@muster/bff/adapters/storage/testing/postgres-cluster'
import type { ApiClient } from '@muster/bff/testing/api-client'
import { getJob } from '@muster/contracts/jobs'
import { applyPlan, createPlan, getPlan } from '@muster/contracts/plans'
import { createUpload, getUpload } from '@muster/contracts/uploads'
import { getDirectory, listUsers, syncDirectory } from '@muster/contracts/users'
import { type Connected, startConnected } from './muster.ts'
import { cpuMs, memoryMb } from './process-figures.ts'

const { values } = parseArgs({
  options: { users: { type: 'string', default: '50000' }, stores: { type: 'string', default: 'pglite,postgres' } },
})
const users = Number(values.users)
const targetMs = 50
const longSeconds = 1200
/** V8 compiles the code of a search meanwhile. */
const warmUpMs = 10_000
const terms = ['ann', 'anna', 'smith', 'jo', 'peter', 'mar', 'lopez', 'xqz', 'example', 'ka', 'lee', 'anna s']
const print = (line: string) => void process.stdout.write(`${line}\n`)

interface Searches {
  /** Milliseconds, ascending. */
  readonly took: readonly number[]
  /** Seconds of processor time, and most memory, of Muster without its client and Kore.ai. */
  readonly cpu: number
  readonly memory: number
}

/** Searches one after the other, as fast as a person types, until the work ends. */
async function searchesDuring({ api, url, pid }: Connected, work: () => Promise<unknown>): Promise<Searches> {
  const before = cpuMs(pid).own
  let memory = 0
  const took: number[] = []
  const working = { isDone: false }
  const done = work().finally(() => (working.isDone = true))
  // Awaited below; a failure must not be unhandled until then.
  done.catch(() => undefined)
  for (let n = 0; !working.isDone; n += 1) {
    const from = performance.now()
    const query = new URLSearchParams({ q: terms[n % terms.length] ?? '', limit: '50' })
    const response = await fetch(`${url}${listUsers.path}?${query.toString()}`, { headers: api.headers })
    await response.arrayBuffer()
    if (response.status !== 200) throw new Error(`a search was answered ${response.status}`)
    took.push(performance.now() - from)
    memory = Math.max(memory, memoryMb(pid).own)
    // Below the limit of requests a minute.
    await delay(120)
  }
  await done
  const cpu = (cpuMs(pid).own - before) / 1000
  return { took: took.toSorted((one, other) => one - other), cpu, memory }
}

async function syncTo(api: ApiClient): Promise<void> {
  const { syncedAt } = await api.call(getDirectory)
  await api.call(syncDirectory)
  await api.until(
    () => api.call(getDirectory),
    (directory) => directory.state === 'ready' && directory.syncedAt !== syncedAt,
    longSeconds,
  )
}

/** Every user of the directory, with the same change. */
async function fileOfAll(api: ApiClient): Promise<string> {
  const emails: string[] = []
  for (let cursor: string | undefined; ; ) {
    const query = { limit: 200, sort: 'email' as const, ...(cursor === undefined ? {} : { cursor }) }
    const { items, next } = await api.call(listUsers, { query })
    // The sandbox's well-known users include some whose calls it refuses.
    emails.push(...items.map(({ email }) => email).filter((email) => !email.endsWith('@kore-sandbox.example')))
    if (next === null) break
    cursor = next
  }
  return `Email ID,Developer\n${emails.map((email) => `${email},yes\n`).join('')}`
}

async function check(api: ApiClient, file: string): Promise<string> {
  const form = new FormData()
  form.set('file', new Blob([file]), 'users.csv')
  const { id } = await api.call(createUpload, {}, form)
  const { state } = await api.until(
    () => api.call(getUpload, { params: { id } }),
    (upload) => upload.state !== 'reading' && upload.state !== 'checking',
    longSeconds,
  )
  if (state !== 'checked') throw new Error(`the upload is ${state}`)
  return id
}

async function plan(api: ApiClient, uploadId: string) {
  const { id } = await api.call(createPlan, { body: { kind: 'upload', uploadId } })
  return api.until(
    () => api.call(getPlan, { params: { id } }),
    ({ state }) => state !== 'computing',
    longSeconds,
  )
}

async function apply(api: ApiClient, { id, hash, confirmation }: Awaited<ReturnType<typeof plan>>): Promise<void> {
  const confirmed = 'text' in confirmation ? { confirmation: confirmation.text } : {}
  const { jobId } = await api.call(applyPlan, { params: { id }, body: { hash: hash ?? '', ...confirmed } })
  const ended = await api.until(
    () => api.call(getJob, { params: { id: jobId } }),
    ({ state }) => state === 'done' || state === 'cancelled' || state === 'paused',
    longSeconds,
  )
  if (ended.state !== 'done') throw new Error(`the job is ${ended.state}: ${ended.reason}`)
}

function say(what: string, { took, cpu, memory }: Searches): void {
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(share * took.length))] ?? Number.NaN
  const figures = [at(0.5), at(0.95), at(1)].map((ms) => ms.toFixed(1).padStart(8)).join(' ')
  const verdict = at(0.95) <= targetMs ? 'met' : 'not met'
  const spent = `${cpu.toFixed(1).padStart(7)} ${memory.toFixed(0).padStart(9)}`
  print(`${what.padEnd(38)} ${figures} ${String(took.length).padStart(9)} ${spent}   ${verdict}`)
}

async function measure(place: Connected): Promise<void> {
  const { api } = place
  print(`${''.padEnd(38)}   p50 ms   p95 ms  longest  searches   cpu s memory MB   p95 at most ${targetMs} ms`)
  say('the first searches after the start', await searchesDuring(place, () => delay(warmUpMs)))
  say('idle', await searchesDuring(place, () => delay(5000)))
  say('the directory is synced', await searchesDuring(place, () => syncTo(api)))
  const file = await fileOfAll(api)
  let uploadId = ''
  say(
    'a file is checked, three times',
    await searchesDuring(place, async () => {
      for (let n = 0; n < 3; n += 1) uploadId = await check(api, file)
    }),
  )
  let planned: Awaited<ReturnType<typeof plan>> | undefined
  say('its rows are planned', await searchesDuring(place, async () => (planned = await plan(api, uploadId))))
  const ready = planned
  if (ready === undefined) throw new Error('no plan')
  say('the plan is applied', await searchesDuring(place, () => apply(api, ready)))
}

async function onStore(store: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-beside-'))
  const postgres = store === 'postgres' ? await startPostgres() : null
  try {
    const settings = postgres === null ? {} : { DATABASE_URL: postgres.urlOf('postgres') }
    const muster = await startConnected(folder, { users, settings })
    try {
      const isReady = ({ state }: { state: string }) => state === 'ready'
      await muster.api.until(() => muster.api.call(getDirectory), isReady, longSeconds)
      print(`${store}, ${users.toLocaleString('en')} users and rows`)
      await measure(muster)
    } finally {
      await muster.stop()
    }
  } finally {
    await postgres?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

for (const store of values.stores.split(',')) await onStore(store)
