import type { Access, Identifier, User } from '../account/user.ts'
import type { Change, ChangeKind, EraseScope } from '../change/change.ts'
import type { CauseCode } from '../outcome/cause.ts'

/** One resolved effect on one user, as requested from Kore.ai. */
export type Step =
  | { readonly field: 'group'; readonly op: 'add' | 'remove'; readonly groupId: string }
  | { readonly field: 'role'; readonly op: 'add' | 'remove'; readonly roleId: string; readonly botId: string | null }
  | { readonly field: 'canCreateBot' | 'isDeveloper'; readonly from: boolean; readonly to: boolean }
  | { readonly field: 'account'; readonly op: 'remove' }
  | { readonly field: 'data'; readonly op: 'erase'; readonly scope: EraseScope }

/** What the plan does with an item: send it, skip it (no change), or block it. */
export type Disposition = 'change' | 'unchanged' | 'blocked'

/** A warning or a blocker of an item, with its details. */
export interface PlanNote {
  readonly code: CauseCode
  /** Facts for the sentence, by name: role, bot, group, limit… Plain text, hostile until shown as text. */
  readonly details: Readonly<Record<string, string>>
}

/** One user in a plan and, once applied, in its job. */
export interface PlanItem {
  /** Position in the plan, from 1. */
  readonly seq: number
  /** Row in the uploaded file, 1 = first row after the header; null for other sources. */
  readonly row: number | null
  readonly identifier: Identifier
  /** Null if the directory does not have the user (an erasure by channel id, an unknown address). */
  readonly user: Pick<User, 'id' | 'email' | 'firstName' | 'lastName' | 'orgUserId'> | null
  readonly change: Change
  readonly before: Access | null
  readonly after: Access | null
  readonly steps: readonly Step[]
  readonly disposition: Disposition
  readonly blockers: readonly PlanNote[]
  readonly warnings: readonly PlanNote[]
}

/** The same step over many users: "Tester on Billing: +38 −2". */
export interface PlanEffect {
  /**
   * Stable key of what is affected: `group:e-…`, `role:<id>:<bot or *>`, `flag:isDeveloper`, `account`, `data`, and
   * `with-group:[group, role, bot]` for a role that is lost with a group.
   */
  readonly key: string
  readonly added: number
  readonly removed: number
  /** A group that brings an admin role to users who join it. */
  readonly grantsAdmin?: true | undefined
}

/** Counts that add up: `change + unchanged + blocked = total`. */
export interface PlanSummary {
  readonly total: number
  readonly dispositions: Readonly<Record<Disposition, number>>
  /** Items by kind of the requested change, in any disposition: they sum to `total`. */
  readonly kinds: Readonly<Record<ChangeKind, number>>
  readonly effects: readonly PlanEffect[]
  /** Items by the code of a note on them, each item once a code. */
  readonly blockers: Readonly<Partial<Record<CauseCode, number>>>
  readonly warnings: Readonly<Partial<Record<CauseCode, number>>>
}
