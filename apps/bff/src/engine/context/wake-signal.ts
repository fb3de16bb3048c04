/** Wakes every waiter on each `ring`. */
export interface WakeSignal {
  ring(): void
  /** Resolves on the next `ring`, or when the signal aborts. */
  wait(signal: AbortSignal): Promise<void>
}

export function createWakeSignal(): WakeSignal {
  let next = Promise.withResolvers<void>()
  return {
    ring: () => {
      next.resolve()
      next = Promise.withResolvers<void>()
    },
    // Removes its listener: the signal lives as long as the job.
    wait: async (signal) => {
      if (signal.aborted) return
      const aborted = Promise.withResolvers<void>()
      const stop = () => aborted.resolve()
      signal.addEventListener('abort', stop, { once: true })
      await Promise.race([next.promise, aborted.promise])
      signal.removeEventListener('abort', stop)
    },
  }
}
