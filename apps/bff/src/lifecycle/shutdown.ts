import type { Log } from '../http/log.ts'
import { isDamaged } from '../store-failure.ts'

/** Closes opened resources in reverse order. */
export interface Shutdown {
  add(what: string, close: () => Promise<void>): void
  readonly begun: () => boolean
  /** Runs each step once; logs a failed step and continues. */
  readonly run: () => Promise<void>
  /** Ready means: not stopping, and the store responds. */
  readiness(probe: () => Promise<unknown>): Promise<'ok' | 'stopping' | 'damaged' | 'failed'>
}

export function createShutdown(log: Log): Shutdown {
  const steps: { what: string; close: () => Promise<void> }[] = []
  let running: Promise<void> | null = null
  const closeAll = async () => {
    for (const { what, close } of steps.toReversed()) {
      try {
        // Sequential: each depends on what was opened before it.
        await close()
      } catch (error) {
        log.error({ error, step: what }, 'Could not close a resource')
      }
    }
  }
  return {
    add: (what, close) => void steps.push({ what, close }),
    begun: () => running !== null,
    run: () => (running ??= closeAll()),
    readiness: async (probe) => {
      if (running !== null) return 'stopping'
      try {
        await probe()
        return 'ok'
      } catch (error) {
        return isDamaged(error) ? 'damaged' : 'failed'
      }
    },
  }
}
