import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type { Clock } from '../../../clock.ts'

export type BreakerCause = 'credential_rejected' | 'upstream_trouble'

export interface OpenState {
  readonly cause: BreakerCause
  readonly reason: Message
  /** Wall time in milliseconds. */
  readonly since: number
  readonly retryAfterMs: number
}

export interface Breaker {
  /** Why calls of this scope must not leave now, or null. Changes nothing. */
  blocked(scope: string): OpenState | null
  /** The same right before sending: lets one probe through when it is due. */
  admit(scope: string): OpenState | null
  /** An admitted call of this scope did not leave: the next call is the probe, if that one was. */
  unsent(scope: string): void
  /**
   * Numbers a call that leaves now. Its result is reported with this number: a call that left before the breaker
   * opened proves nothing about the time since, so it neither closes the breaker nor extends its wait.
   */
  begin(): number
  /** A response that proves Kore.ai is up and, for a write call, that the credential is accepted. */
  succeeded(call: number, scope: string, proves: 'up' | 'up_and_credential'): void
  /** 401 or 403 on a write call; `reason` explains it and names the fix. */
  rejected(call: number, scope: string, reason: Message): void
  /** More is known of the refusal that blocks this scope. */
  explain(scope: string, reason: Message): void
  /** No connection, no response, or a server error. */
  failed(call: number, reason: Message): void
  /** The credential may be fixed: calls get through until the next refusal. */
  allowCredentialCheck(): void
  /** A member tests the connection: the next call during an outage probes it, before its time. */
  probeNow(): void
  /** The oldest open state of all scopes. */
  state(): OpenState | null
}

const failuresInARow = 5
const probeMs = 30_000
/** A credential is fixed by hand, which takes longer than an outage; each probe is one more refused token. */
const maxCredentialProbeMs = 300_000

interface Opening {
  cause: BreakerCause
  reason: Message
  since: number
  probeAt: number
  intervalMs: number
  /** The last call that had left at that time. */
  after: number
  /** Every waiting job probes on its own: a single probe for all would turn the others away. */
  isLookedAt: boolean
  /** A probe was admitted, and its result is not known. */
  isProbed: boolean
}

const stateOf = ({ cause, reason, since, probeAt }: Opening, clock: Clock): OpenState => ({
  cause,
  reason,
  since,
  retryAfterMs: Math.max(0, probeAt - clock.monotonic()),
})

/** How long to wait for the next probe. Probes of a refused credential become rarer. */
function nextInterval(before: Opening | undefined, cause: BreakerCause): number {
  if (before === undefined || cause !== 'credential_rejected') return probeMs
  return Math.min(before.intervalMs * 2, maxCredentialProbeMs)
}

/** The scope of an outage. */
const everything = ''

/** What the open states, by scope, mean for calls that have not left. */
function callsToCome(
  openings: ReadonlyMap<string, Opening>,
  clock: Clock,
): Pick<Breaker, 'blocked' | 'admit' | 'unsent'> {
  const blocking = (scope: string) => {
    const opening = openings.get(everything) ?? openings.get(scope)
    return opening === undefined || opening.isLookedAt ? null : opening
  }
  return {
    blocked: (scope) => {
      const opening = blocking(scope)
      return opening === null || clock.monotonic() >= opening.probeAt ? null : stateOf(opening, clock)
    },
    admit: (scope) => {
      const opening = blocking(scope)
      if (opening === null) return null
      if (clock.monotonic() < opening.probeAt) return stateOf(opening, clock)
      opening.probeAt = clock.monotonic() + opening.intervalMs
      opening.isProbed = true
      return null
    },
    unsent: (scope) => {
      const opening = blocking(scope)
      if (opening?.isProbed !== true) return
      opening.probeAt = clock.monotonic()
      opening.isProbed = false
    },
  }
}

/** What is reported of the open states, and what else ends or explains one. */
function reportsOf(
  openings: ReadonlyMap<string, Opening>,
  clock: Clock,
): Pick<Breaker, 'explain' | 'allowCredentialCheck' | 'probeNow' | 'state'> {
  return {
    explain: (scope, reason) => {
      const opening = openings.get(scope)
      if (opening?.cause === 'credential_rejected') opening.reason = reason
    },
    allowCredentialCheck: () => {
      for (const opening of openings.values()) {
        if (opening.cause === 'credential_rejected') opening.isLookedAt = true
      }
    },
    probeNow: () => {
      const outage = openings.get(everything)
      if (outage !== undefined) outage.probeAt = clock.monotonic()
    },
    state: () => {
      const [oldest] = [...openings.values()].toSorted((a, b) => a.since - b.since)
      return oldest === undefined ? null : stateOf(oldest, clock)
    },
  }
}

/**
 * Stops calls that cannot succeed: after 401/403 on a write call, for its scope (Kore.ai's 4002 does not distinguish a
 * wrong signature from a missing scope, so other scopes probe on their own); after five failures in a row, for all.
 * One probe every 30 seconds detects the end of an outage. A refused credential is probed with growing intervals,
 * up to five minutes, and at once when the user reports that it may be fixed.
 */
export function createBreaker(clock: Clock): Breaker {
  const openings = new Map<string, Opening>()
  let failures = 0
  let begun = 0
  const isLate = (call: number, scope: string) => call <= (openings.get(scope)?.after ?? 0)
  const open = (scope: string, cause: BreakerCause, reason: Message) => {
    const before = openings.get(scope)
    const intervalMs = nextInterval(before, cause)
    const since = before?.since ?? clock.now()
    const probeAt = clock.monotonic() + intervalMs
    openings.set(scope, { cause, reason, since, intervalMs, probeAt, after: begun, isLookedAt: false, isProbed: false })
  }
  const isUp = (call: number) => {
    if (isLate(call, everything)) return
    failures = 0
    openings.delete(everything)
  }
  return {
    ...callsToCome(openings, clock),
    ...reportsOf(openings, clock),
    begin: () => (begun += 1),
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
        open(everything, 'upstream_trouble', message('kore.failures_in_a_row', { failures, reason }))
      }
    },
  }
}
