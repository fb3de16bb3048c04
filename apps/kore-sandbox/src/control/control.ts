import type { FaultRule } from '../faults/fault.ts'
import type { Limits } from '../gate/limiter.ts'
import type { Effect, RecordedCall } from '../ledger.ts'
import type { Access } from '../people/person.ts'
import type { Scope } from '../server/routes.ts'

/** A member as the sandbox keeps them. */
export type SandboxUser = Access & {
  readonly emailId: string
  readonly userId: string
  readonly orgUserId: string | null
  readonly isMember: boolean
}

/** Everything the control calls do, as functions. */
export type SandboxControl = {
  /** Makes calls go wrong. Throws when the rule is not one. */
  readonly addFault: (rule: FaultRule) => void
  /** Ends all rules. Sentinel users stay what they are. */
  readonly clearFaults: () => void
  /** null: no limits. */
  readonly setLimits: (limits: Limits | null) => void
  /** The scopes the app has; a call outside them gets the 4002 answer. */
  readonly setScopes: (scopes: readonly Scope[]) => void
  /** Milliseconds every call takes at least. */
  readonly setLatency: (ms: number) => void
  /** Lets effects happen but holds responses back, until `releaseResponses`. */
  readonly holdResponses: () => void
  /** Lets the next `count` responses through; without a count, ends the hold. */
  readonly releaseResponses: (count?: number) => void
  /** Number of responses held back now. */
  readonly heldResponses: () => number
  /** Changes users behind a client's back, with the body of Update Users; the answer is that call's. */
  readonly update: (body: unknown) => unknown
  readonly user: (emailId: string) => SandboxUser | undefined
  readonly effects: () => readonly Effect[]
  readonly calls: () => readonly RecordedCall[]
  /** Back to the start: people, erasures, ledger, faults, limits, scopes, pending late effects. */
  readonly reset: () => void
}
