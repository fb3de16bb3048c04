/** Maximum attempts: work is abandoned after two processes died during it. */
export interface WorkLimit<T> {
  /** The subject of the work, e.g. an upload's id. */
  readonly keyOf: (data: T) => string
  /** Ends the work permanently, with its reason. */
  readonly giveUp: (data: T) => Promise<void>
}

/** `waits`, `runs`: dropped, because an earlier work item with the same key waits or runs. */
export type Sent = 'accepted' | 'waits' | 'runs'

/** Work that outlives the request and the process. Delivered at least once: handlers must be idempotent. */
export interface Queue {
  /**
   * Registers the only handler of a kind of work. `signal` aborts when the process stops. Without a `limit`, failed work
   * is delivered again until it succeeds.
   */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller defines its own data
  work<T extends object>(
    name: string,
    options: { readonly concurrency: number; readonly limit?: WorkLimit<T> },
    handler: (data: T, signal: AbortSignal) => Promise<void>,
  ): Promise<void>
  /** `singletonKey`: at most one such work item waits or runs at a time; a second send is dropped. */
  send(name: string, data: object, options?: { singletonKey?: string; startAfterSeconds?: number }): Promise<Sent>
  /** Runs a kind of work by cron (UTC) with empty data, once across all replicas. `singletonKey` as in `send`. */
  schedule(name: string, cron: string, options?: { singletonKey?: string }): Promise<void>
}
