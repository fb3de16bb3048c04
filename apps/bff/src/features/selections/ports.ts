import type { Selection } from '@muster/contracts/selections'
import type { UserFilter } from '@muster/contracts/users'
import type { Lookups } from '@muster/core/account/access'
import type { Scope } from '@muster/core/permission'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import { ProblemError } from '../../problem-error.ts'

/**
 * Stores frozen selections. A member has a limited number without a plan; the oldest beyond it is removed. Times are milliseconds since 1970.
 */
export interface SelectionStore {
  freezeMatching(input: {
    readonly filter: UserFilter
    readonly except: readonly string[]
    readonly sentence: Message
    /** The limit of the member. */
    readonly scope: Scope | null
    readonly memberId: string
    readonly at: number
  }): Promise<Selection>
  /** Ids missing from the directory do not count. */
  freezeUsers(input: {
    readonly userIds: readonly string[]
    readonly sentence: Message
    /** The limit of the member. */
    readonly scope: Scope | null
    readonly memberId: string
    readonly at: number
  }): Promise<Selection>
  /** Email addresses of these users, if the directory has them. */
  labels(userIds: readonly string[], scope: Scope | null): Promise<ReadonlyMap<string, string>>
  find(id: string): Promise<Selection | null>
}

/** Names for the sentence. */
export interface AccessNames {
  lookups(): Promise<Lookups>
}

/** An unknown or deleted selection. */
export class UnknownSelectionError extends ProblemError {
  constructor() {
    super('not_found', message('problem.no_selection'))
  }
}
