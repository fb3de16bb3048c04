import type { Selection } from '@muster/contracts/selections'
import type { UserFilter } from '@muster/contracts/users'
import type { Lookups } from '@muster/core/account/access'
import { ProblemError } from '../../problem-error.ts'

/**
 * Keeps frozen selections. A member has a limited number that no plan uses; the oldest beyond it is removed. Times are milliseconds since 1970.
 */
export interface SelectionStore {
  freezeMatching(input: {
    readonly filter: UserFilter
    readonly except: readonly string[]
    readonly sentence: string
    readonly memberId: string
    readonly at: number
  }): Promise<Selection>
  /** Ids the directory does not have are left out of the count. */
  freezeUsers(input: {
    readonly userIds: readonly string[]
    readonly sentence: string
    readonly memberId: string
    readonly at: number
  }): Promise<Selection>
  /** E-mail addresses of those of these users the directory has. */
  labels(userIds: readonly string[]): Promise<ReadonlyMap<string, string>>
  find(id: string): Promise<Selection | null>
  /** Removes selections frozen before this moment that no plan is being computed from. */
  sweep(frozenBefore: number): Promise<number>
}

/** Names for the sentence. */
export interface AccessNames {
  lookups(): Promise<Lookups>
}

/** A selection nobody froze, or one that was cleaned away. */
export class UnknownSelectionError extends ProblemError {
  constructor() {
    super('not_found', 'This selection does not exist any more. Choose the users again.')
  }
}
