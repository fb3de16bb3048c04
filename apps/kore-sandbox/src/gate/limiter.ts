import { documentedLimits, hourLimitMessage, minuteLimitMessage } from '@muster/kore-api/rate-limit'
import { refused } from '../responses/responses.ts'
import type { SandboxResponse } from '../world.ts'

/** Rolling windows; all apply at the same time. `status` and `retryAfter` are undocumented. */
export type Limits = {
  readonly windows: readonly { readonly calls: number; readonly seconds: number }[]
  /** Status of a refusal, 429 by default. */
  readonly status?: number
  /** Whether a refusal has `Retry-After`; default false. */
  readonly retryAfter?: boolean
}

/** Limits by name: Kore.ai's own, and ten times as many for a first look without waiting. */
export const namedLimits = {
  kore: { windows: documentedLimits },
  relaxed: { windows: documentedLimits.map(({ calls, seconds }) => ({ calls: calls * 10, seconds })) },
} as const satisfies Record<string, Limits>

export type LimitsName = keyof typeof namedLimits

/** Counts the calls of the account. A refused call is not counted. */
export type Limiter = {
  /** The refusal, or undefined if the call may pass; then it counts. */
  readonly take: () => SandboxResponse | undefined
  readonly set: (limits: Limits | null) => void
  readonly reset: () => void
}

export function createLimiter(initial: Limits | null, now: () => number): Limiter {
  let limits = initial
  let passed: number[] = []
  const refuse = (current: Limits, seconds: number, waitMs: number): SandboxResponse => {
    const response = refused(current.status ?? 429, seconds <= 60 ? minuteLimitMessage : hourLimitMessage)
    if (current.retryAfter !== true) return response
    return { ...response, headers: { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) } }
  }
  return {
    take: () => {
      if (limits === null) return undefined
      const time = now()
      const longest = Math.max(...limits.windows.map((window) => window.seconds), 0) * 1000
      passed = passed.filter((one) => one > time - longest)
      for (const { calls, seconds } of limits.windows.toSorted((a, b) => b.seconds - a.seconds)) {
        const within = passed.filter((one) => one > time - seconds * 1000)
        if (within.length < calls) continue
        const freed = within[within.length - calls] ?? time
        return refuse(limits, seconds, freed + seconds * 1000 - time)
      }
      passed.push(time)
      return undefined
    },
    set: (next) => {
      limits = next
    },
    reset: () => {
      limits = initial
      passed = []
    },
  }
}
