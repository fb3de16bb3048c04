import { packRows } from '@muster/core/upload-block/packed-rows'
import type { ReadingMessage, ReadingOrder } from './file-process.ts'
import { FileRefusal } from './file-refusal.ts'
import type { FileRow } from './file-row.ts'
import { inspectFile, readRows } from './read-file.ts'

/** The entry point of a process that reads files for its parent, one at a time. */

const batchRows = 1024
/** A shared text of a workbook may fill every cell, so rows alone do not bound a batch. */
const batchCharacters = 2_000_000
/** Batches on their way to the consumer. */
const ahead = 4

async function send(message: ReadingMessage): Promise<void> {
  await new Promise<void>((resolve) => process.send?.(message, () => resolve()))
}

/** Lets some batches be on their way at a time. */
function createWindow(most: number) {
  let onTheirWay = 0
  let whenTaken: () => void = () => undefined
  return {
    taken(): void {
      onTheirWay -= 1
      whenTaken()
    },
    /** Resolves when another batch may be sent. */
    async enter(): Promise<void> {
      if (onTheirWay >= most)
        await new Promise<void>((resolve) => {
          whenTaken = resolve
        })
      onTheirWay += 1
    },
  }
}

const sending = createWindow(ahead)

/** Sends rows in batches; waits while too many are not consumed. */
function rowSender() {
  let batch: FileRow[] = []
  let characters = 0
  const flush = async () => {
    if (batch.length === 0) return
    const rows = batch
    batch = []
    characters = 0
    await sending.enter()
    await send({ kind: 'rows', rows: packRows(rows) })
  }
  return {
    flush,
    async take(rows: readonly FileRow[]) {
      for (const row of rows) {
        batch.push(row)
        for (const cell of row.cells) characters += cell.length
        if (batch.length >= batchRows || characters >= batchCharacters) await flush()
      }
    },
  }
}

async function follow(order: ReadingOrder): Promise<void> {
  if (order.kind === 'inspect')
    return send({ kind: 'inspection', inspection: await inspectFile(order, order.readOptions) })
  const sender = rowSender()
  await readRows(order.path, order.detected, (rows) => sender.take(rows))
  return sender.flush()
}

async function run(order: ReadingOrder): Promise<void> {
  try {
    await follow(order)
    await send({ kind: 'done' })
  } catch (error) {
    await send({ kind: 'failed', refusal: error instanceof FileRefusal ? error.refusal : null })
  }
}

process.once('disconnect', () => process.exit())
// Sent by file-process.ts only.
process.on('message', (message: ReadingOrder | 'taken') => {
  if (message === 'taken') return sending.taken()
  return void run(message)
})
