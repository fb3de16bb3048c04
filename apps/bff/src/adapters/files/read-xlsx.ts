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
}

/** What the worker says. It waits for an answer after each `rows`. */
export type XlsxWord =
  | { readonly kind: 'sheets'; readonly sheets: readonly { readonly name: string; readonly hidden: boolean }[] }
  | { readonly kind: 'rows'; readonly rows: readonly FileRow[] }
  | { readonly kind: 'done'; readonly sheet: string; readonly facts: SheetFacts }
  | { readonly kind: 'failed'; readonly refusal: string | null; readonly detail: string }

const tooMuch = () =>
  new FileRefusal('The workbook needs more memory than a file may take. Split it, or send it as CSV.')
const tooLong = () =>
  new FileRefusal(
    `The workbook took longer than ${fileLimits.milliseconds / 1000} seconds to read. Split it, or send it as CSV.`,
  )

function nextWord(worker: Worker): Promise<XlsxWord> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(tooMuch())
    const failed = (error: Error & { code?: string }) =>
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch() : error)
    worker.once('message', (word: XlsxWord) => {
      worker.off('exit', ended)
      worker.off('error', failed)
      resolve(word)
    })
    worker.once('exit', ended)
    worker.once('error', failed)
  })
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
  const watch = watchOver(worker, milliseconds)
  try {
    for (;;) {
      const word = await watch.during(nextWord(worker))
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
