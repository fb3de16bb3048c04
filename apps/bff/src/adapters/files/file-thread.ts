import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { fileLimits } from './file-limits.ts'
import { FileRefusal } from './file-refusal.ts'
import type { FileRow } from './file-row.ts'

/** Some rows. The thread waits until they were taken. */
export interface RowsWord {
  readonly kind: 'rows'
  readonly rows: readonly FileRow[]
}

/** The last word where reading failed; `refusal` null where that is no fault of the file's that is known. */
export interface FailedWord {
  readonly kind: 'failed'
  readonly refusal: string | null
}

/** Limits of one reading; smaller ones are for tests. */
export type ThreadLimits = Partial<Record<'heapMegabytes' | 'milliseconds', number>>

const tooMuch = () => new FileRefusal('It needs more memory than a file may take. Split it, or send it as CSV.')
const tooLong = () =>
  new FileRefusal(`It took longer than ${fileLimits.milliseconds / 1000} seconds to read. Split it, or send it as CSV.`)

/**
 * The words of a thread, one at a time. Listened to from the beginning: a word, or the end, that comes while nobody waits
 * is kept for whoever asks next.
 */
function wordsOf<W>(worker: Worker): () => Promise<W> {
  const words: W[] = []
  let end: Error | null = null
  let wake: () => void = () => undefined
  worker.on('message', (word: W) => {
    words.push(word)
    wake()
  })
  worker.once('error', (error: Error & { code?: string }) => {
    end = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch() : error
    wake()
  })
  worker.once('exit', () => {
    end ??= tooMuch()
    wake()
  })
  return async () => {
    for (;;) {
      const word = words.shift()
      if (word !== undefined) return word
      if (end !== null) throw end
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
}

/** Ends a thread that works longer than it may. Only its own work counts: while rows are taken from it, the clock stands. */
function watchOver(worker: Worker, milliseconds: number) {
  let left = milliseconds
  let late = false
  return {
    isLate: () => late,
    async during<T>(work: Promise<T>): Promise<T> {
      const started = performance.now()
      const timer = setTimeout(() => {
        late = true
        void worker.terminate()
      }, left)
      try {
        return await work
      } finally {
        clearTimeout(timer)
        left -= performance.now() - started
      }
    },
  }
}

function refusalOf({ refusal }: FailedWord): FileRefusal {
  return new FileRefusal(refusal ?? 'It is damaged. Open it in the program that made it and save it again.')
}

/**
 * Everything a thread says of a file, in order, up to its word "done". The thread has a heap of its own and is ended when
 * the reader leaves, fails, or takes too long: what a hostile file breaks ends there.
 */
export async function* readOnThread<W extends { readonly kind: string }>(
  script: URL,
  order: object,
  limits: ThreadLimits,
): AsyncGenerator<W | RowsWord> {
  const { heapMegabytes, milliseconds } = { ...fileLimits, ...limits }
  const resourceLimits = { maxOldGenerationSizeMb: heapMegabytes }
  const worker = new Worker(script, { workerData: order, env: {}, resourceLimits })
  const exited = once(worker, 'exit').catch(() => undefined)
  const nextWord = wordsOf<W | RowsWord | FailedWord>(worker)
  const watch = watchOver(worker, milliseconds)
  const isFailed = (word: W | RowsWord | FailedWord): word is FailedWord => word.kind === 'failed'
  try {
    for (;;) {
      const word = await watch.during(nextWord())
      if (isFailed(word)) throw refusalOf(word)
      yield word
      if (word.kind === 'done') return
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
      if (word.kind === 'rows') worker.postMessage('taken')
    }
  } catch (error) {
    throw watch.isLate() ? tooLong() : error
  } finally {
    await worker.terminate()
    await exited
  }
}
