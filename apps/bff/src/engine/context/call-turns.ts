import type { Clock } from '../../clock.ts'
import type { Trouble } from '../ports.ts'
import { backoffMs } from './backoff.ts'

/**
 * Whose turn it is to call: `parallel` at once while all is well, one probe at a time after a wait while it is not. The
 * first call of a run goes alone: where the credential is still refused, a look costs one call.
 */
export interface RunTurns {
  /** Waits for a turn; rejects when the signal aborts. Each turn is ended by `leave`. */
  enter(signal: AbortSignal): Promise<void>
  leave(): void
  /** Kore.ai could not take a call; answers how long the next probe waits. */
  failed(trouble: Trouble): number
  /** Answers whether there was trouble before. */
  worked(): boolean
}

/** `waited`: the job was waiting when this run took it over, so the first call that works ends that. */
export function createRunTurns(deps: {
  clock: Clock
  random: () => number
  parallel: number
  waited?: boolean
}): RunTurns {
  const trouble = createTroubles(deps)
  const wakeSignal = createSignal()
  let waited = deps.waited ?? false
  let proven = false
  let running = 0
  const atOnce = () => (trouble.isOn() || !proven ? 1 : deps.parallel)
  return {
    enter: async (signal) => {
      for (;;) {
        signal.throwIfAborted()
        const wait = trouble.waitMs()
        if (wait > 0) await deps.clock.sleep(wait, signal)
        else if (running < atOnce()) break
        else await wakeSignal.wait(signal)
      }
      running += 1
    },
    leave: () => {
      running -= 1
      wakeSignal.ring()
    },
    failed: trouble.met,
    worked: () => {
      const had = trouble.isOn() || waited
      const isFirst = !proven
      proven = true
      waited = false
      trouble.passed()
      if (had || isFirst) wakeSignal.ring()
      return had
    },
  }
}

/** Failures in a row, and how long nobody calls because of them. */
function createTroubles({ clock, random }: { clock: Clock; random: () => number }) {
  let failures = 0
  let waitUntil = 0
  const waitMs = () => waitUntil - clock.monotonic()
  return {
    isOn: () => failures > 0,
    waitMs,
    met: ({ retryAfterMs }: Trouble): number => {
      // Calls that were under way together fail together: one wait for all of them.
      const already = waitMs()
      if (already > 0 && (retryAfterMs ?? 0) <= already) return already
      failures += 1
      const wait = backoffMs(failures, random(), retryAfterMs)
      waitUntil = clock.monotonic() + wait
      return wait
    },
    passed: (): void => {
      failures = 0
      waitUntil = 0
    },
  }
}

/** Wakes everybody who waits, each time it rings. */
function createSignal() {
  let next = Promise.withResolvers<void>()
  return {
    ring: (): void => {
      next.resolve()
      next = Promise.withResolvers<void>()
    },
    /** Until it rings or the signal aborts. Leaves nothing on the signal, which lives as long as the job does. */
    wait: async (signal: AbortSignal): Promise<void> => {
      const aborted = Promise.withResolvers<void>()
      const stop = () => aborted.resolve()
      signal.addEventListener('abort', stop, { once: true })
      await Promise.race([next.promise, aborted.promise])
      signal.removeEventListener('abort', stop)
    },
  }
}
