/** Requests of the store to the thread that PGlite runs in. */
export type Request =
  | { readonly id: number; readonly kind: 'query'; readonly text: string; readonly values: readonly unknown[] }
  | { readonly id: number; readonly kind: 'exec'; readonly text: string }
  | { readonly id: number; readonly kind: 'listen' | 'unlisten'; readonly channel: string }
  | { readonly id: number; readonly kind: 'fsyncs' }
  | { readonly id: number; readonly kind: 'close' }

/** An error's parts that matter to callers: PostgreSQL's code, and the violated constraint. */
export interface SentError {
  readonly message: string
  readonly code: string | undefined
  readonly constraint: string | undefined
  readonly detail: string | undefined
}

export interface Answered {
  readonly rows: unknown[]
  readonly affectedRows: number | undefined
}

export type Reply =
  | { readonly kind: 'open' }
  | { readonly kind: 'not_open'; readonly error: SentError }
  | { readonly kind: 'done'; readonly id: number; readonly result: Answered }
  | { readonly kind: 'failed'; readonly id: number; readonly error: SentError }
  | { readonly kind: 'notification'; readonly channel: string; readonly payload: string }
