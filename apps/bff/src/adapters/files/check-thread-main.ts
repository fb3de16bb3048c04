import { parentPort } from 'node:worker_threads'
import { createRowsCheck } from '../../features/uploads/check/rows-check.ts'
import type { CheckSources, RowsCheck } from '../../features/uploads/check-ports.ts'
import type { CheckReply, CheckRequest, SourceCall, SourceCalls } from './check-messages.ts'

/** The entry point of a thread that checks the rows of one upload at a time. Its owner reads the directory for it. */

const port = parentPort
if (port === null) throw new Error('this file runs in a worker thread')

/** A request as it arrives: the reply to a call has the type that the call returns. */
type Arrived = Exclude<CheckRequest, { kind: 'answer' }> | { kind: 'answer'; id: number; value: never }

const calls = new Map<number, { resolve(value: never): void; reject(error: Error): void }>()
let lastCall = 0

function callSource<K extends keyof SourceCalls>(call: SourceCall & { call: K }): ReturnType<SourceCalls[K]>
function callSource(call: SourceCall): Promise<never> {
  lastCall += 1
  const id = lastCall
  return new Promise<never>((resolve, reject) => {
    calls.set(id, { resolve, reject })
    reply({ kind: 'call', id, call })
  })
}

const sources: CheckSources = {
  directory: { byIdentifiers: (...args) => callSource<'byIdentifiers'>({ call: 'byIdentifiers', args }) },
  keys: {
    count: (...args) => callSource<'count'>({ call: 'count', args }),
    page: (...args) => callSource<'page'>({ call: 'page', args }),
    of: (...args) => callSource<'of'>({ call: 'of', args }),
  },
  reportedItems: { find: (...args) => callSource<'find'>({ call: 'find', args }) },
}

let check: RowsCheck | null = null

function buffersOf(message: CheckReply): ArrayBuffer[] {
  if (message.kind !== 'checked') return []
  const views: readonly ArrayBufferView[] = Object.values(message.block.facts)
  return [...new Set(views.map(({ buffer }) => buffer))].filter((buffer) => buffer instanceof ArrayBuffer)
}

function reply(message: CheckReply): void {
  port?.postMessage(message, buffersOf(message))
}

const reasonOf = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error))

async function run(id: number, work: (own: RowsCheck) => Promise<CheckReply>): Promise<void> {
  try {
    if (check === null) throw new Error('no check was begun')
    reply(await work(check))
  } catch (error) {
    reply({ kind: 'failed', id, reason: reasonOf(error) })
  }
}

port.on('message', (message: Arrived) => {
  switch (message.kind) {
    case 'begin':
      calls.clear()
      check = createRowsCheck(sources, message.input)
      break
    case 'take': {
      const { id, rows } = message
      void run(id, async (own) => ({ kind: 'checked', id, block: await own.take(rows) }))
      break
    }
    case 'end': {
      const { id } = message
      void run(id, async (own) => ({ kind: 'ended', id, summary: await own.end() }))
      break
    }
    case 'answer':
      calls.get(message.id)?.resolve(message.value)
      calls.delete(message.id)
      break
    case 'refusal':
      calls.get(message.id)?.reject(new Error(message.reason))
      calls.delete(message.id)
      break
  }
})
