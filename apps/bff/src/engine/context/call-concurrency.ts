import type { Clock } from '../../clock.ts'
import type { Trouble } from '../ports.ts'
import { backoffMs } from './backoff.ts'
import { createWakeSignal } from './wake-signal.ts'

/**
 * Limits concurrent calls: `parallel` of them while Kore.ai works, one probe after a wait while it fails. The first
 * call of a run goes alone: with a refused credential it is the only call spent.
 */
export interface RunTurns {
  /** Waits for a turn; rejects when the signal aborts. `leave` ends each turn. */
  enter(signal: AbortSignal): Promise<void>
  /** Whether other calls have all turns, and none of them failed. */
  areTaken(): boolean
  leave(): void
  /** Kore.ai could not take a call. Returns the wait before the next probe. */
  failed(trouble: Trouble): number
  /** Returns whether calls failed before. */
  worked(): boolean
}

/** `waited`: the job was waiting when this run took it over, so its first successful call ends that wait. */
export function createRunTurns(deps: {
  clock: Clock
  random: () => number
  parallel: number
  waited?: boolean
}): RunTurns {
  const trouble = createTroubles(deps)
  const wakeSignal = createWakeSignal()
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
    areTaken: () => !trouble.isOn() && running >= atOnce(),
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

/** Consecutive failures, and the wait they cause. */
function createTroubles({ clock, random }: { clock: Clock; random: () => number }) {
  let failures = 0
  let waitUntil = 0
  const waitMs = () => waitUntil - clock.monotonic()
  return {
    isOn: () => failures > 0,
    waitMs,
    met: ({ retryAfterMs }: Trouble): number => {
      // Calls in flight together fail together: one wait covers all of them.
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
