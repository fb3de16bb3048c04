import { Worker } from 'node:worker_threads'
import { StorageError } from '../storage-error.ts'
import type { Answered, Reply, Request, SentError } from './pglite-messages.ts'
import type { SqlSession } from './single-session-dialect.ts'

/** PGlite in a thread of its own: no query blocks the event loop. */
export interface PgliteSession extends SqlSession {
  listen(channel: string, onPayload: (payload: string) => void): Promise<{ close(): Promise<void> }>
  /** Number of fsyncs of the store's files since it was opened. */
  fsyncs(): Promise<number>
  /** Ends the thread at once, as the watchdog does; every running query fails. */
  terminate(reason: StorageError): Promise<void>
}

/** A PostgreSQL error, with its five-character code if it has one. */
export class SqlError extends Error {
  override readonly name = 'SqlError'
  readonly code: string | undefined
  readonly constraint: string | undefined
  readonly detail: string | undefined

  constructor({ message, code, constraint, detail }: SentError) {
    super(message)
    this.code = code
    this.constraint = constraint
    this.detail = detail
  }
}

/** PostgreSQL's disk_full, and the operating system's message. */
function errorFrom(sent: SentError): Error {
  const full = sent.code === '53100' || /no space left on device|ENOSPC/iu.test(sent.message)
  if (full)
    return new StorageError(
      'full',
      'The disk that holds the database is full. Free some space; nothing was lost.',
      new SqlError(sent),
    )
  return new SqlError(sent)
}

interface Waiting {
  readonly resolve: (result: Answered) => void
  readonly reject: (error: Error) => void
  readonly deadline: NodeJS.Timeout
}

type Question = Request extends infer R ? (R extends Request ? Omit<R, 'id'> : never) : never

/** The requests on their way, each with a deadline. */
function createRequests(deadlineMs: number, onDeadline: () => void) {
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  return {
    add(post: (id: number) => void): Promise<Answered> {
      const id = (lastId += 1)
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject, deadline: setTimeout(onDeadline, deadlineMs) })
        post(id)
      })
    },
    take(id: number): Waiting | undefined {
      const request = waiting.get(id)
      clearTimeout(request?.deadline)
      waiting.delete(id)
      return request
    },
    rejectAll(reason: StorageError): void {
      for (const { reject, deadline } of waiting.values()) {
        clearTimeout(deadline)
        reject(reason)
      }
      waiting.clear()
    },
  }
}

/** The listeners of each channel. The thread listens while a channel has one. */
function createListeners(send: (request: Question) => Promise<Answered>, isOver: () => boolean) {
  const listeners = new Map<string, Set<(payload: string) => void>>()
  return {
    notify(channel: string, payload: string): void {
      for (const callback of listeners.get(channel) ?? []) callback(payload)
    },
    async listen(channel: string, onPayload: (payload: string) => void): Promise<{ close(): Promise<void> }> {
      const callbacks = listeners.get(channel) ?? new Set()
      callbacks.add(onPayload)
      listeners.set(channel, callbacks)
      if (callbacks.size === 1) await send({ kind: 'listen', channel })
      return {
        close: async () => {
          callbacks.delete(onPayload)
          if (callbacks.size === 0 && !isOver()) await send({ kind: 'unlisten', channel })
        },
      }
    },
  }
}

function openingError(sent: SentError): StorageError {
  const error = errorFrom(sent)
  if (error instanceof StorageError) return error
  return new StorageError('unusable', `The database cannot be opened: ${error.message}`, error)
}

interface SessionOptions {
  readonly dataDir: string | null
  readonly template?: string | undefined
  readonly deadlineMs: number
  readonly onLost: (reason: StorageError) => void
}

/** The thread with the requests to it, until its one end. */
function startThread({ dataDir, template, deadlineMs, onLost }: SessionOptions) {
  const worker = new Worker(new URL('./pglite-worker.ts', import.meta.url), {
    workerData: { dataDir, template: template ?? null, now: steadyNow() },
  })
  const opened = Promise.withResolvers<void>()
  const requests = createRequests(
    deadlineMs,
    () => void terminate(new StorageError('deadline', 'The database did not answer in time and is being reopened.')),
  )
  const isOver = () => over !== null
  const listeners = createListeners(send, isOver)
  let over: StorageError | null = null

  function end(reason: StorageError): void {
    if (over !== null) return
    over = reason
    opened.reject(reason)
    requests.rejectAll(reason)
    if (reason.code !== 'closed') onLost(reason)
  }
  async function terminate(reason: StorageError): Promise<void> {
    end(reason)
    await worker.terminate()
  }
  function send(request: Question): Promise<Answered> {
    if (over !== null) return Promise.reject(over)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread's, which has no origin
    return requests.add((id) => worker.postMessage({ ...request, id }))
  }

  worker.on('message', (reply: Reply) => receive(reply, { opened, requests, listeners }))
  worker.on('error', (error) =>
    end(new StorageError('unusable', 'The database stopped after an internal error.', error)),
  )
  worker.on('exit', () => end(new StorageError('unusable', 'The database stopped unexpectedly.')))
  return { opened: opened.promise, send, listeners, isOver, terminate }
}

function receive(
  reply: Reply,
  to: {
    readonly opened: PromiseWithResolvers<void>
    readonly requests: ReturnType<typeof createRequests>
    readonly listeners: ReturnType<typeof createListeners>
  },
): void {
  if (reply.kind === 'open') to.opened.resolve()
  else if (reply.kind === 'not_open') to.opened.reject(openingError(reply.error))
  else if (reply.kind === 'done') to.requests.take(reply.id)?.resolve(reply.result)
  else if (reply.kind === 'failed') to.requests.take(reply.id)?.reject(errorFrom(reply.error))
  else to.listeners.notify(reply.channel, reply.payload)
}

/**
 * Starts the thread and opens the data. A query past `deadlineMs` ends the thread (a full disk makes PGlite spin
 * forever); `onLost` runs on every unrequested end.
 */
export async function openPgliteSession(options: SessionOptions): Promise<PgliteSession> {
  const { opened, send, listeners, isOver, terminate } = startThread(options)
  try {
    await opened
  } catch (error) {
    await terminate(new StorageError('closed', 'The database was not opened.'))
    throw error
  }
  return {
    query: (text, values) => send({ kind: 'query', text, values }),
    exec: (text) => send({ kind: 'exec', text }),
    fsyncs: async () => Number((await send({ kind: 'fsyncs' })).rows[0]),
    listen: (channel, onPayload) => listeners.listen(channel, onPayload),
    terminate,
    close: async () => {
      if (isOver()) return
      await send({ kind: 'close' })
      await terminate(new StorageError('closed', 'The database is closed.'))
    },
  }
}

/**
 * Wall time that does not step: the clock at process start plus the time elapsed since. The embedded store uses it: a
 * change of the machine's clock neither delays due work nor triggers it early.
 */
const startedAt = Date.now() - performance.now()

const steadyNow = (): number => startedAt + performance.now()
