import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { fileLimits } from './file-limits.ts'
import { FileRefusal } from './file-refusal.ts'
import type { FileRow } from './file-row.ts'
import type { SheetFacts } from './xlsx-rows.ts'

/** What the worker is told. `sheetName` null: the first sheet that is not hidden. */
export interface XlsxOrder {
  readonly path: string
  readonly sheetName: string | null
  /** Also says how many rows the other sheets have. */
  readonly countOthers?: boolean
}

/** What the worker says. It waits for an answer after each `rows`. */
export type XlsxWord =
  | { readonly kind: 'sheets'; readonly sheets: readonly { readonly name: string; readonly hidden: boolean }[] }
  | { readonly kind: 'rows'; readonly rows: readonly FileRow[] }
  | {
      readonly kind: 'done'
      readonly sheet: string
      readonly facts: SheetFacts
      readonly others: readonly (readonly [sheet: string, rows: number | null])[]
    }
  | { readonly kind: 'failed'; readonly refusal: string | null; readonly detail: string }

const tooMuch = () =>
  new FileRefusal('The workbook needs more memory than a file may take. Split it, or send it as CSV.')
const tooLong = () =>
  new FileRefusal(
    `The workbook took longer than ${fileLimits.milliseconds / 1000} seconds to read. Split it, or send it as CSV.`,
  )

/**
 * The words of a thread, one at a time. Listened to from the beginning: a word, or the end, that comes while nobody waits
 * is kept for whoever asks next.
 */
function wordsOf(worker: Worker): () => Promise<XlsxWord> {
  const words: XlsxWord[] = []
  let end: Error | null = null
  let wake: () => void = () => undefined
  worker.on('message', (word: XlsxWord) => {
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
      // oxlint-disable-next-line no-await-in-loop -- until there is a word, or an end
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

/** Limits of one reading; smaller ones are for tests. */
type Limits = Partial<Record<'heapMegabytes' | 'milliseconds', number>>

/** Everything a workbook says, in order. The thread has a heap of its own and is ended when the reader leaves, fails, or takes too long. */
export async function* readXlsx(order: XlsxOrder, limits: Limits = {}): AsyncGenerator<XlsxWord> {
  const { heapMegabytes, milliseconds } = { ...fileLimits, ...limits }
  const worker = new Worker(new URL('./xlsx-worker.ts', import.meta.url), {
    workerData: order,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
  })
  const exited = once(worker, 'exit').catch(() => undefined)
  const nextWord = wordsOf(worker)
  const watch = watchOver(worker, milliseconds)
  try {
    for (;;) {
      const word = await watch.during(nextWord())
      if (word.kind === 'failed')
        throw word.refusal === null
          ? new FileRefusal('The workbook is damaged. Open it in your spreadsheet program and save it again.')
          : new FileRefusal(word.refusal)
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
