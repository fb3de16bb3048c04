import { parentPort } from 'node:worker_threads'
import { FileRefusal } from './file-refusal.ts'
import type { FileRow } from './file-row.ts'
import type { FailedWord, RowsWord } from './file-thread.ts'

/** Where a thread's work says what it finds. */
export interface ThreadVoice<W> {
  readonly say: (word: W) => void
  /** Hands rows on; settles when they were taken, so that memory stays bounded. */
  readonly hand: (rows: readonly FileRow[]) => Promise<void>
}

/** Does the work of a thread that reads a file, and says how it failed where it does. */
export async function doThreadWork<W>(work: (voice: ThreadVoice<W>) => Promise<void>): Promise<void> {
  const port = parentPort
  if (port === null) throw new Error('this is run on a thread of its own only')
  const say = (word: W | RowsWord | FailedWord) => port.postMessage(word)
  const untilTaken = () => new Promise<void>((resolve) => port.once('message', () => resolve()))
  const hand = async (rows: readonly FileRow[]) => {
    const taken = untilTaken()
    say({ kind: 'rows', rows })
    await taken
  }
  try {
    await work({ say, hand })
  } catch (error) {
    say({ kind: 'failed', refusal: error instanceof FileRefusal ? error.message : null })
  }
  port.close()
}
