import type { ReadingMessage, ReadingOrder } from './file-process.ts'
import { FileRefusal } from './file-refusal.ts'
import type { FileRow } from './file-row.ts'
import { inspectFile, readRows } from './read-file.ts'

/** The entry point of a process that reads files for its parent, one at a time. */

const batchRows = 500

async function send(message: ReadingMessage): Promise<void> {
  await new Promise<void>((resolve) => process.send?.(message, () => resolve()))
}

const untilTaken = () => new Promise<void>((resolve) => process.once('message', () => resolve()))

/** Sends rows in batches; waits until each is consumed. */
function rowSender() {
  let batch: FileRow[] = []
  const flush = async () => {
    if (batch.length === 0) return
    const rows = batch
    batch = []
    const taken = untilTaken()
    await send({ kind: 'rows', rows })
    await taken
  }
  return {
    flush,
    async take(rows: readonly FileRow[]) {
      for (const row of rows) {
        batch.push(row)
        if (batch.length >= batchRows) await flush()
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
    await send({ kind: 'failed', refusal: error instanceof FileRefusal ? error.message : null })
  }
}

process.once('disconnect', () => process.exit())
process.on('message', (message) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- sent by file-process.ts only
  if (message !== 'taken') void run(message as ReadingOrder)
})
