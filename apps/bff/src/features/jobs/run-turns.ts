import type { CauseCode } from '@muster/core/cause'
import type { Clock } from '../../clock.ts'
import { backoffMs } from './backoff.ts'

export interface Trouble {
  readonly cause: CauseCode
  readonly koreAnswer: string | null
  readonly retryAfterMs: number | null
}

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
  const { clock, random, parallel } = deps
  let waited = deps.waited ?? false
  let running = 0
  let failures = 0
  let proven = false
  let waitUntil = 0
  let freed = Promise.withResolvers<void>()
  const wake = () => {
    freed.resolve()
    freed = Promise.withResolvers<void>()
  }
  return {
    enter: async (signal) => {
      for (;;) {
        signal.throwIfAborted()
        const wait = waitUntil - clock.monotonic()
        if (wait > 0) await clock.sleep(wait, signal)
        else if (running < (failures > 0 || !proven ? 1 : parallel)) break
        else await untilFreed(freed.promise, signal)
      }
      running += 1
    },
    leave: () => {
      running -= 1
      wake()
    },
    failed: (trouble) => {
      // Calls that were under way together fail together: one wait for all of them.
      const already = waitUntil - clock.monotonic()
      if (already > 0 && (trouble.retryAfterMs ?? 0) <= already) return already
      failures += 1
      const wait = backoffMs(failures, random(), trouble.retryAfterMs)
      waitUntil = clock.monotonic() + wait
      return wait
    },
    worked: () => {
      const had = failures > 0 || waited
      const first = !proven
      proven = true
      waited = false
      failures = 0
      waitUntil = 0
      if (had || first) wake()
      return had
    },
  }
}

/** Leaves nothing on the signal, which lives as long as the job does. */
async function untilFreed(freed: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = Promise.withResolvers<void>()
  const stop = () => aborted.resolve()
  signal.addEventListener('abort', stop, { once: true })
  await Promise.race([freed, aborted.promise])
  signal.removeEventListener('abort', stop)
}
