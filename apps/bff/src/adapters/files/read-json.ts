import { type RowsWord, readOnThread } from './file-thread.ts'

/** What the thread is told. */
export interface JsonOrder {
  readonly path: string
}

/** What the thread says besides rows. */
export type JsonWord =
  | { readonly kind: 'table'; readonly recognisedAs: string; readonly rows: number }
  | { readonly kind: 'done' }

/** Everything a JSON file says, in order, read on a thread of its own: a large one would hold up everybody else. */
export function readJson(path: string): AsyncGenerator<JsonWord | RowsWord> {
  const order: JsonOrder = { path }
  return readOnThread<JsonWord>(new URL('./json-worker.ts', import.meta.url), order, {})
}
