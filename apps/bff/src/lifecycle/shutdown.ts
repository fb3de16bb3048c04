import type { Log } from '../http/log.ts'

/** Closes what was opened, last opened first. */
export interface Shutdown {
  add(what: string, close: () => Promise<void>): void
  readonly begun: () => boolean
  /** Runs each step once; a step that fails is logged and the rest go on. */
  readonly run: () => Promise<void>
  /** Ready means: not stopping, and the store answers. */
  readiness(probe: () => Promise<unknown>): Promise<'ok' | 'stopping' | 'failed'>
}

export function createShutdown(log: Log): Shutdown {
  const steps: { what: string; close: () => Promise<void> }[] = []
  let running: Promise<void> | null = null
  const closeAll = async () => {
    for (const { what, close } of steps.toReversed()) {
      try {
        // One after the other: each needs what was opened before it.
        await close()
      } catch (error) {
        log.error({ error, step: what }, 'A part could not be closed')
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
      } catch {
        return 'failed'
      }
    },
  }
}
