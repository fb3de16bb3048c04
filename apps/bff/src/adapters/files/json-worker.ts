import { workerData } from 'node:worker_threads'
import { readJsonTable } from './json-table.ts'
import type { JsonOrder, JsonWord } from './read-json.ts'
import { doThreadWork } from './thread-work.ts'

const batchRows = 500

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- given by read-json.ts only
const { path } = workerData as JsonOrder

/** Reads a JSON file on a thread of its own. */
await doThreadWork<JsonWord>(async ({ say, hand }) => {
  const { recognisedAs, rows } = await readJsonTable(path)
  say({ kind: 'table', recognisedAs, rows: rows.length })
  for (let from = 0; from < rows.length; from += batchRows) {
    await hand(rows.slice(from, from + batchRows))
  }
  say({ kind: 'done' })
})
