import { Worker } from 'node:worker_threads'
import type { CheckedBlock } from '@muster/core/upload-block/row-facts'
import { createRowsCheck } from '../../features/uploads/check/rows-check.ts'
import type {
  CheckInput,
  CheckSources,
  CheckSummary,
  RowsCheck,
  RowsChecks,
} from '../../features/uploads/check-ports.ts'
import type { CheckReply, CheckRequest, SourceCall } from './check-messages.ts'

const program = new URL('./check-thread-main.ts', import.meta.url)
/** Fewer rows are checked at once: a thread takes longer to start. */
const leastRows = 4000
/** Files of at least this size have about as many rows. */
const leastBytes = leastRows * 60
const idleMs = 30_000
/** Rows of several blocks live at a time: a small young generation would copy them again and again. */
const start = () => new Worker(program, { resourceLimits: { maxYoungGenerationSizeMb: 64 } })

function answerOf({ directory, keys, reportedItems }: CheckSources, call: SourceCall): Promise<unknown> {
  switch (call.call) {
    case 'byIdentifiers':
      return directory.byIdentifiers(...call.args)
    case 'find':
      return reportedItems.find(...call.args)
    case 'count':
      return keys.count()
    case 'page':
      return keys.page(...call.args)
    case 'of':
      return keys.of(...call.args)
  }
}

/** The requests to a thread, each until its reply arrives. */
function createRequests(send: (message: CheckRequest) => void) {
  const blocks = new Map<number, PromiseWithResolvers<CheckedBlock>>()
  const summaries = new Map<number, PromiseWithResolvers<CheckSummary>>()
  let lastId = 0
  let lost: Error | null = null
  async function request<T>(waiting: Map<number, PromiseWithResolvers<T>>, make: (id: number) => CheckRequest) {
    if (lost !== null) throw lost
    lastId += 1
    const id = lastId
    const result = Promise.withResolvers<T>()
    waiting.set(id, result)
    try {
      send(make(id))
      return await result.promise
    } finally {
      waiting.delete(id)
    }
  }
  return {
    take: (rows: Parameters<RowsCheck['take']>[0]) => request(blocks, (id) => ({ kind: 'take', id, rows })),
    end: () => request(summaries, (id) => ({ kind: 'end', id })),
    checked: (id: number, block: CheckedBlock) => blocks.get(id)?.resolve(block),
    ended: (id: number, summary: CheckSummary) => summaries.get(id)?.resolve(summary),
    fail(id: number, reason: string): void {
      blocks.get(id)?.reject(new Error(reason))
      summaries.get(id)?.reject(new Error(reason))
    },
    /** The thread ended: no reply arrives any more. */
    lose: (error: Error): void => {
      lost ??= error
      for (const waiting of [...blocks.values(), ...summaries.values()]) waiting.reject(lost)
    },
    isIdle: () => lost === null && blocks.size === 0 && summaries.size === 0,
  }
}

/** A thread with the check it runs. */
function checkIn(worker: Worker, sources: CheckSources, onClosed: (isReusable: boolean) => void): RowsCheck {
  const send = (message: CheckRequest) =>
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread's, which has no origin
    worker.postMessage(message)
  const requests = createRequests(send)
  const end = () => requests.lose(new Error('the thread that checks rows ended'))
  const answer = (id: number, call: SourceCall) =>
    answerOf(sources, call).then(
      (value) => send({ kind: 'answer', id, value }),
      (error: unknown) => send({ kind: 'refusal', id, reason: String(error) }),
    )
  const onMessage = (reply: CheckReply) => {
    if (reply.kind === 'checked') requests.checked(reply.id, reply.block)
    else if (reply.kind === 'ended') requests.ended(reply.id, reply.summary)
    else if (reply.kind === 'failed') requests.fail(reply.id, reply.reason)
    else void answer(reply.id, reply.call)
  }
  worker.on('message', onMessage)
  worker.on('error', requests.lose)
  worker.on('exit', end)
  return {
    take: requests.take,
    end: requests.end,
    close: () => {
      worker.off('message', onMessage)
      worker.off('error', requests.lose)
      worker.off('exit', end)
      onClosed(requests.isIdle())
    },
  }
}

/** Checks rows: of small files at once, of large ones in a thread, which is kept for a while. */
export function createChecks({ leastRows: least = leastRows }: { readonly leastRows?: number } = {}): RowsChecks {
  let idle: { readonly worker: Worker; readonly timer: NodeJS.Timeout; readonly drop: () => void } | null = null

  function take(): Worker {
    if (idle === null) return start()
    const { worker, timer, drop } = idle
    idle = null
    clearTimeout(timer)
    worker.off('error', drop)
    worker.ref()
    return worker
  }
  function give(worker: Worker, isReusable: boolean): void {
    const drop = () => {
      if (idle?.worker === worker) idle = null
      void worker.terminate()
    }
    if (!isReusable || idle !== null) return drop()
    worker.on('error', drop)
    worker.unref()
    idle = { worker, drop, timer: setTimeout(drop, idleMs).unref() }
  }
  return {
    prepare: (bytes) => {
      if (bytes >= leastBytes && idle === null) give(start(), true)
    },
    async begin(sources, input: CheckInput) {
      if (input.rows < least) return createRowsCheck(sources, input)
      const worker = take()
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread's, which has no origin
      worker.postMessage({ kind: 'begin', input } satisfies CheckRequest)
      return checkIn(worker, sources, (isReusable) => give(worker, isReusable))
    },
  }
}
