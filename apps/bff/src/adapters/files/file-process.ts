import { type ChildProcess, fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Message } from '@muster/core/text/message'
import type { PackedRows } from '@muster/core/upload-block/packed-rows'
import { message } from '@muster/wording/message'
import type { Detection, Inspection, ReadOptions } from '../../features/uploads/file-ports.ts'
import { fileLimits } from './file-limits.ts'
import { FileRefusal } from './file-refusal.ts'

/** The task of a process that reads a file. */
export type ReadingOrder =
  | { readonly kind: 'inspect'; readonly path: string; readonly name: string; readonly readOptions: ReadOptions }
  | { readonly kind: 'rows'; readonly path: string; readonly detected: Detection }

/** Its messages. It sends some rows ahead, and waits until they are consumed. */
export type ReadingMessage =
  | { readonly kind: 'inspection'; readonly inspection: Inspection }
  | { readonly kind: 'rows'; readonly rows: PackedRows }
  | { readonly kind: 'done' }
  /** `refusal` null: no known issue. */
  | { readonly kind: 'failed'; readonly refusal: Message | null }

/** Limits of one reading; tests use smaller ones. */
export type ReadingLimits = Partial<Record<'heapMegabytes' | 'milliseconds', number>>

const program = fileURLToPath(new URL('./file-process-main.ts', import.meta.url))

const refusals = {
  memory: message('file.memory'),
  time: message('file.time', { seconds: fileLimits.milliseconds / 1000 }),
  damaged: message('file.damaged'),
  crash: message('file.crash'),
} as const

/** Memory of the process besides its heap: the runtime, its code, buffers. */
const megabytesBesideHeap = 256
const lookAtMemoryEveryMs = 200

/** Resident memory of a process in megabytes; null if the system does not report it. */
async function residentMegabytes({ pid }: ChildProcess): Promise<number | null> {
  const pages = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '')
  const resident = Number(pages.split(' ')[1])
  return Number.isFinite(resident) ? (resident * 4096) / 1024 / 1024 : null
}

function start({ heapMegabytes }: { readonly heapMegabytes: number }): ChildProcess {
  return fork(program, [], {
    env: {},
    // Only reads files: it writes none, starts no process and no thread, and runs no text.
    execArgv: [
      '--disable-proto=delete',
      '--disallow-code-generation-from-strings',
      '--permission',
      '--allow-fs-read=*',
      `--max-old-space-size=${heapMegabytes}`,
      '--max-semi-space-size=16',
    ],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
}

/** The messages of a process, one at a time. Keeps a message that arrives before it is awaited. */
function messagesOf(child: ChildProcess): () => Promise<ReadingMessage | null> {
  const messages: ReadingMessage[] = []
  let hasEnded = false
  let wake: () => void = () => undefined
  // Sent by file-process-main.ts only.
  child.on('message', (reply: ReadingMessage) => {
    messages.push(reply)
    wake()
  })
  const end = () => {
    hasEnded = true
    wake()
  }
  child.once('error', end)
  child.once('close', end)
  return async () => {
    for (;;) {
      const next = messages.shift()
      if (next !== undefined) return next
      if (hasEnded) return null
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
}

/**
 * Kills a process that exceeds its time or memory. Only its own work counts: while the consumer processes rows,
 * the clock stops.
 */
function watchOver(child: ChildProcess, { heapMegabytes, milliseconds }: Required<ReadingLimits>) {
  let left = milliseconds
  let killedFor: 'time' | 'memory' | null = null
  const kill = (reason: 'time' | 'memory') => {
    killedFor ??= reason
    child.kill('SIGKILL')
  }
  const memory = setInterval(() => {
    void residentMegabytes(child).then((megabytes) => {
      if (megabytes !== null && megabytes > heapMegabytes + megabytesBesideHeap) kill('memory')
    })
  }, lookAtMemoryEveryMs)
  return {
    killedFor: () => killedFor,
    stop: () => clearInterval(memory),
    async during<T>(work: Promise<T>): Promise<T> {
      const started = performance.now()
      const timer = setTimeout(() => kill('time'), left)
      try {
        return await work
      } finally {
        clearTimeout(timer)
        left -= performance.now() - started
      }
    },
  }
}

function refusalOfEnd({ exitCode, signalCode }: ChildProcess, killedFor: 'time' | 'memory' | null): FileRefusal {
  if (killedFor !== null) return new FileRefusal(refusals[killedFor])
  // V8 aborts when its heap is full; the system kills the process when its memory is full.
  const isMemory = signalCode === 'SIGABRT' || signalCode === 'SIGKILL' || signalCode === 'SIGTRAP' || exitCode === 134
  return new FileRefusal(isMemory ? refusals.memory : refusals.crash)
}

interface ReadingProcess {
  readonly child: ChildProcess
  readonly nextMessage: () => Promise<ReadingMessage | null>
}

const maxIdle = 2
const idleMs = 30_000

/** Idle processes for reuse, kept for a while after they read a file to its end. They keep no program alive. */
function createIdleProcesses() {
  const idle = new Map<ReadingProcess, NodeJS.Timeout>()
  return {
    isReady: () => idle.size > 0,
    take(): ReadingProcess | undefined {
      for (const [waiting, timer] of idle) {
        idle.delete(waiting)
        clearTimeout(timer)
        if (!waiting.child.connected) continue
        waiting.child.ref()
        waiting.child.channel?.ref()
        return waiting
      }
      return undefined
    },
    give(waiting: ReadingProcess): void {
      const { child } = waiting
      const end = () => {
        idle.delete(waiting)
        child.kill('SIGKILL')
      }
      if (idle.size >= maxIdle) return end()
      child.unref()
      child.channel?.unref()
      idle.set(waiting, setTimeout(end, idleMs).unref())
    },
  }
}

export interface FileProcesses {
  /** Starts a process, to be ready when a file is. */
  prepare(): void
  /**
   * Reads everything in a file, in order, in a separate process with its own heap. The process is killed when the consumer
   * leaves, or when it uses too much time or memory: a hostile file can do no more damage.
   */
  read(order: ReadingOrder, signal?: AbortSignal): AsyncGenerator<Exclude<ReadingMessage, { kind: 'failed' | 'done' }>>
}

/** Kills a process when its reader leaves or this process exits. Returns the function that releases it. */
function killWithReader(child: ChildProcess, signal: AbortSignal | undefined): () => void {
  const kill = () => child.kill('SIGKILL')
  signal?.addEventListener('abort', kill)
  process.once('exit', kill)
  return () => {
    signal?.removeEventListener('abort', kill)
    process.off('exit', kill)
  }
}

/** Starts the processes that read files. Reuses one only if it read its file to the end. */
export function createFileProcesses(limits: ReadingLimits = {}): FileProcesses {
  const given = { ...fileLimits, ...limits }
  const idle = createIdleProcesses()
  const begin = (): ReadingProcess => {
    const child = start(given)
    return { child, nextMessage: messagesOf(child) }
  }
  return {
    prepare: () => {
      if (!idle.isReady()) idle.give(begin())
    },
    async *read(order, signal) {
      signal?.throwIfAborted()
      const reading = idle.take() ?? begin()
      const { child, nextMessage } = reading
      const watch = watchOver(child, given)
      const release = killWithReader(child, signal)
      let isDone = false
      try {
        child.send(order, () => undefined)
        while (!isDone) {
          const reply = await watch.during(nextMessage())
          signal?.throwIfAborted()
          if (reply === null) throw refusalOfEnd(child, watch.killedFor())
          if (reply.kind === 'failed') throw new FileRefusal(reply.refusal ?? refusals.damaged)
          if (reply.kind === 'done') isDone = true
          else yield reply
          if (reply.kind === 'rows') child.send('taken', () => undefined)
        }
      } finally {
        watch.stop()
        release()
        if (isDone) idle.give(reading)
        else child.kill('SIGKILL')
      }
    },
  }
}
