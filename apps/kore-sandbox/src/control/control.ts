import type { FaultRule } from '../faults/fault.ts'
import type { BatchLimit } from '../gate/batch-limit.ts'
import type { Limits } from '../gate/limiter.ts'
import type { Effect, RecordedCall } from '../ledger.ts'
import type { Scope } from '../server/routes.ts'
import type { Access } from '../users/user.ts'

/** A member as the sandbox stores them. */
export type SandboxUser = Access & {
  readonly emailId: string
  readonly userId: string
  readonly orgUserId: string | null
  readonly isMember: boolean
}

/** All control calls, as functions. */
export type SandboxControl = {
  /** Makes calls fail. Throws for an invalid rule. */
  readonly addFault: (rule: FaultRule) => void
  /** Removes all rules. Sentinel users keep their behavior. */
  readonly clearFaults: () => void
  /** null: no limits. */
  readonly setLimits: (limits: Limits | null) => void
  /** The scopes of the app; a call outside them gets the 4002 response. */
  readonly setScopes: (scopes: readonly Scope[]) => void
  /** Minimum milliseconds of every call. */
  readonly setLatency: (ms: number) => void
  /** Most users in a call; null: no limit. */
  readonly setBatchLimit: (limit: BatchLimit | null) => void
  /** Lets effects happen but withholds responses, until `releaseResponses`. */
  readonly holdResponses: () => void
  /** Lets the next `count` responses through; without a count, ends the hold. */
  readonly releaseResponses: (count?: number) => void
  /** Number of responses currently withheld. */
  readonly heldResponses: () => number
  /** Changes users outside the client, with the body of Update Users; returns that call's response. */
  readonly update: (body: unknown) => unknown
  /** Creates users outside the client, with the body of Create Users; returns that call's response. */
  readonly create: (body: unknown) => unknown
  readonly user: (emailId: string) => SandboxUser | undefined
  readonly effects: () => readonly Effect[]
  readonly calls: () => readonly RecordedCall[]
  /** Resets everything: users, erasures, ledger, faults, limits, scopes, pending late effects. */
  readonly reset: () => void
}
