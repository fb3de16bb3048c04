import type { Clock } from '../../../clock.ts'

export type BreakerCause = 'credential_rejected' | 'upstream_trouble'

export interface OpenState {
  readonly cause: BreakerCause
  /** A sentence for the screen. */
  readonly reason: string
  /** Wall time in milliseconds. */
  readonly since: number
  readonly retryAfterMs: number
}

export interface Breaker {
  /** Why calls of this scope do not leave now, or null. Changes nothing. */
  blocked(scope: string): OpenState | null
  /** The same, at the last moment before sending: lets one probe through when its time has come. */
  admit(scope: string): OpenState | null
  /**
   * Numbers a call that leaves now. What comes of it is reported with this number: a call that left before the breaker
   * opened tells nothing about the time since, so it neither closes the breaker nor extends its wait.
   */
  begin(): number
  /** An answer that shows Kore.ai up and, for a changing call, the credential accepted. */
  succeeded(call: number, scope: string, proves: 'up' | 'up_and_credential'): void
  /** 401 or 403 on a changing call; `reason` says why and what to do. */
  rejected(call: number, scope: string, reason: string): void
  /** No connection, no answer, or a server error. */
  failed(call: number, reason: string): void
  /** Somebody may have mended a refused credential: calls get through until the next is refused. */
  lookAgain(): void
  /** The oldest open state, whatever the scope. */
  state(): OpenState | null
}

const failuresInARow = 5
const probeMs = 30_000
/** A credential is mended by a person, which takes longer than an outage; each probe is one more refused token. */
const longestCredentialProbeMs = 300_000

interface Opening {
  cause: BreakerCause
  reason: string
  since: number
  probeAt: number
  intervalMs: number
  /** The last call that had left by then. */
  after: number
  /** Every job that was waiting looks for itself: one call let through for all would send the others away. */
  isLookedAt: boolean
}

/**
 * Stops calling where calling cannot help: after 401/403 on a changing call, for its scope (Kore.ai's 4002 does not tell a
 * wrong signature from a missing scope, so other scopes find out for themselves); after five failed calls in a row, for all.
 * One call in 30 seconds is let through to look, so that an outage is over for us half a minute after it is; a refused
 * credential is tried ever more rarely, up to once in five minutes, and at once when somebody says that it may be mended.
 */
export function createBreaker(clock: Clock): Breaker {
  const openings = new Map<string, Opening>()
  const everything = ''
  let failures = 0
  let begun = 0
  const isLate = (call: number, scope: string) => call <= (openings.get(scope)?.after ?? 0)
  const of = (scope: string) => openings.get(everything) ?? openings.get(scope)
  const told = (opening: Opening): OpenState => ({
    cause: opening.cause,
    reason: opening.reason,
    since: opening.since,
    retryAfterMs: Math.max(0, opening.probeAt - clock.monotonic()),
  })
  const open = (scope: string, cause: BreakerCause, reason: string) => {
    const before = openings.get(scope)
    const rarer = before !== undefined && cause === 'credential_rejected'
    const intervalMs = rarer ? Math.min(before.intervalMs * 2, longestCredentialProbeMs) : probeMs
    const since = before?.since ?? clock.now()
    const probeAt = clock.monotonic() + intervalMs
    openings.set(scope, { cause, reason, since, intervalMs, probeAt, after: begun, isLookedAt: false })
  }
  const isUp = (call: number) => {
    if (isLate(call, everything)) return
    failures = 0
    openings.delete(everything)
  }
  return {
    blocked: (scope) => {
      const opening = of(scope)
      if (opening === undefined || opening.isLookedAt) return null
      return clock.monotonic() >= opening.probeAt ? null : told(opening)
    },
    admit: (scope) => {
      const opening = of(scope)
      if (opening === undefined || opening.isLookedAt) return null
      if (clock.monotonic() < opening.probeAt) return told(opening)
      opening.probeAt = clock.monotonic() + opening.intervalMs
      return null
    },
    begin: () => {
      begun += 1
      return begun
    },
    succeeded: (call, scope, proves) => {
      isUp(call)
      if (proves === 'up_and_credential' && !isLate(call, scope)) openings.delete(scope)
    },
    rejected: (call, scope, reason) => {
      isUp(call)
      if (!isLate(call, scope)) open(scope, 'credential_rejected', reason)
    },
    failed: (call, reason) => {
      if (isLate(call, everything)) return
      failures += 1
      if (failures >= failuresInARow || openings.has(everything)) {
        open(everything, 'upstream_trouble', `The last ${failures} calls to Kore.ai in a row failed: ${reason}`)
      }
    },
    lookAgain: () => {
      for (const opening of openings.values()) {
        if (opening.cause === 'credential_rejected') opening.isLookedAt = true
      }
    },
    state: () => {
      const [oldest] = [...openings.values()].toSorted((a, b) => a.since - b.since)
      return oldest === undefined ? null : told(oldest)
    },
  }
}
