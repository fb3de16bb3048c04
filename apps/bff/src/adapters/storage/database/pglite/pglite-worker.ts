import { openAsBlob } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { DurableNodeFs } from './durable-node-fs.ts'
import type { Answered, Reply, Request, SentError } from './pglite-messages.ts'

const int8 = 20
/** ENOSPC as Emscripten numbers it. */
const emscriptenNoSpace = 51
const port = parentPort
if (port === null) throw new Error('this file runs in a worker thread')
// Set only by pglite-session.ts.
const given: { readonly dataDir: string | null; readonly template: string | null; readonly now: number } = workerData
const { dataDir, template, now } = given
// PGlite reads the time here. All threads of this process share a clock that never steps (see steady-time.ts).
const startedAt = now - performance.now()
Date.now = () => startedAt + performance.now()
let fsyncs = 0
const unlisten = new Map<string, () => Promise<void>>()

const reply = (message: Reply): void => port.postMessage(message)

/**
 * PostgreSQL's own settings instead of PGlite's -F (no fsync); fdatasync does nothing in this build, fsync does. Vacuum
 * does not truncate files, so a file shorter than before is known to be damaged.
 */
const durable = [
  ...PGlite.defaultStartParams.filter((param) => param !== '-F'),
  ...['fsync=on', 'wal_sync_method=fsync', 'shared_buffers=32MB', 'vacuum_truncate=off'].flatMap((setting) => [
    '-c',
    setting,
  ]),
]

async function open(): Promise<PGlite> {
  const common = { extensions: { pg_trgm }, parsers: { [int8]: Number } }
  if (dataDir === null && template !== null)
    return PGlite.create({ ...common, loadDataDir: await openAsBlob(template) })
  if (dataDir === null) return PGlite.create(common)
  const fs = new DurableNodeFs(dataDir, () => {
    fsyncs += 1
  })
  return PGlite.create({ ...common, fs, startParams: durable })
}

async function answer(pglite: PGlite, request: Request): Promise<Answered> {
  switch (request.kind) {
    case 'query': {
      const { rows, affectedRows } = await pglite.query(request.text, [...request.values])
      return { rows, affectedRows }
    }
    case 'exec':
      return { rows: (await pglite.exec(request.text)).flatMap((result) => result.rows), affectedRows: undefined }
    case 'listen': {
      const { channel } = request
      unlisten.set(
        channel,
        await pglite.listen(channel, (payload) => reply({ kind: 'notification', channel, payload })),
      )
      break
    }
    case 'unlisten':
      await unlisten.get(request.channel)?.()
      unlisten.delete(request.channel)
      break
    case 'fsyncs':
      return { rows: [fsyncs], affectedRows: undefined }
    case 'close':
      await pglite.close()
      break
  }
  return { rows: [], affectedRows: undefined }
}

/** Emscripten throws plain objects: a failed file system call has a number, an exit of the program a status. */
function foreign(error: unknown): string {
  const { errno, status }: { errno?: unknown; status?: unknown } = Object(error)
  if (errno === emscriptenNoSpace) return 'no space left on device'
  if (typeof errno === 'number') return `its files cannot be read or written (error ${errno})`
  return typeof status === 'number' ? `the database program ended with status ${status}` : 'it gave no reason'
}

function sent(error: unknown): SentError {
  if (!(error instanceof Error))
    return { message: foreign(error), code: undefined, constraint: undefined, detail: undefined }
  const text = (name: string): string | undefined => {
    const value: unknown = Reflect.get(error, name)
    return typeof value === 'string' ? value : undefined
  }
  return { message: error.message, code: text('code'), constraint: text('constraint'), detail: text('detail') }
}

try {
  const pglite = await open()
  port.on('message', (request: Request) => {
    answer(pglite, request).then(
      (result) => reply({ kind: 'done', id: request.id, result }),
      (error: unknown) => reply({ kind: 'failed', id: request.id, error: sent(error) }),
    )
  })
  reply({ kind: 'open' })
} catch (error) {
  reply({ kind: 'not_open', error: sent(error) })
}
