/** Work that is given up once two processes died under the same piece of it. */
export interface WorkLimit<T> {
  /** What a piece of work is about, e.g. an upload's id. */
  readonly keyOf: (data: T) => string
  /** Ends the piece of work for good, with its reason. */
  readonly giveUp: (data: T) => Promise<void>
}

/** Work that outlives the request and the process. Delivered at least once: handlers must be safe to run again. */
export interface Queue {
  /**
   * Registers the one handler of a kind of work. `signal` aborts when the process stops. Without a `limit` work is
   * delivered again for as long as it fails.
   */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says what its own data is
  work<T extends object>(
    name: string,
    options: { readonly concurrency: number; readonly limit?: WorkLimit<T> },
    handler: (data: T, signal: AbortSignal) => Promise<void>,
  ): Promise<void>
  /** `singletonKey`: at most one such piece of work waits or runs at a time; a second send is dropped. */
  send(name: string, data: object, options?: { singletonKey?: string; startAfterSeconds?: number }): Promise<void>
  /** Runs a kind of work by cron (UTC) with empty data, once over all replicas. `singletonKey` as in `send`. */
  schedule(name: string, cron: string, options?: { singletonKey?: string }): Promise<void>
}
