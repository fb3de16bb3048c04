import type { AuditEntry } from '@muster/contracts/audit'
import type { Directory } from '@muster/contracts/users'
import type { Bot, Group, Role } from '@muster/core/access'
import type { CauseCode } from '@muster/core/cause'
import type { User } from '@muster/core/user'

/** One page of a list at Kore.ai. `next` is what to pass to get the following page; null on the last. */
export type PageResult<T> =
  | { readonly kind: 'page'; readonly items: readonly T[]; readonly total: number | null; readonly next: string | null }
  /** The app's scopes do not allow this read (401/4002): say which scope is missing. */
  | { readonly kind: 'forbidden'; readonly scope: string; readonly koreAnswer: string | null }
  | {
      readonly kind: 'failed'
      readonly cause: CauseCode
      readonly koreAnswer: string | null
      readonly retryAfterMs: number | null
    }

/** What the directory needs of Kore.ai; all calls in the background lane. De-duplication by id is the reader's. */
export interface AccountReader {
  /** `alluserroles` joined with `usersInfo` for names and status. */
  users(cursor: string | null, signal: AbortSignal): Promise<PageResult<User>>
  groups(cursor: string | null, signal: AbortSignal): Promise<PageResult<Group>>
  roles(cursor: string | null, signal: AbortSignal): Promise<PageResult<Role>>
  bots(cursor: string | null, signal: AbortSignal): Promise<PageResult<Bot>>
}

/** What a pass reads, in this order: names first, so that people are shown with them. */
export const passSteps = ['groups', 'roles', 'bots', 'users'] as const
export type PassStep = (typeof passSteps)[number]

/** Where a pass over the account stands. Kept after each page, so that a restart goes on from there. */
export interface Pass {
  readonly step: PassStep
  readonly cursor: string | null
  readonly done: number
  readonly total: number | null
}

/** Keeps the directory. Times are milliseconds since 1970. */
export interface DirectoryStore {
  state(): Promise<Directory>
  /** The pass that was begun and not finished, or null. */
  pass(): Promise<Pass | null>
  /** Begins a new pass: what it does not see is swept at its end. */
  beginPass(at: number): Promise<Pass>
  savePass(pass: Pass): Promise<void>
  saveGroups(groups: readonly Group[]): Promise<void>
  saveRoles(roles: readonly Role[]): Promise<void>
  saveBots(bots: readonly Bot[]): Promise<void>
  upsertUsers(users: readonly User[], readAt: number): Promise<void>
  /** Whether a look-up list could be read. Unknown lists are emptied of what older passes saw. */
  saveKnown(step: Exclude<PassStep, 'users'>, reason: string | null): Promise<void>
  /** Users the pass has seen so far, each once. */
  seenUsers(): Promise<number>
  /** Ends the pass. With `sweep`, users it did not see are taken out. */
  finishPass(end: {
    readonly source: 'kore' | 'csv'
    readonly at: number
    readonly sweep: boolean
    readonly reason: string | null
  }): Promise<void>
  /** The pass stopped; a later one goes on at its cursor (`failed`) or from the start (`forbidden`). */
  stopPass(state: 'forbidden' | 'failed', reason: string): Promise<void>
}

/** Where the directory's own acts are written down. */
export interface DirectoryAudit {
  append(entry: {
    readonly action: Extract<AuditEntry['action'], 'directory.refreshed' | 'directory.loaded'>
    readonly actor: string
    readonly sentence: string
  }): Promise<void>
}
