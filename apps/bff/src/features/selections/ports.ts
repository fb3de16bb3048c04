import type { RouteOutput } from '@muster/contracts/route'
import type { lookUpSelection, Selection } from '@muster/contracts/selections'
import type { UserFilter } from '@muster/contracts/users'
import type { Lookups } from '@muster/core/account/access'
import type { Identifier } from '@muster/core/account/user'
import type { Scope } from '@muster/core/permission'
import type { UserMatch } from '@muster/core/plan/plan-item'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import { ProblemError } from '../../problem-error.ts'

/** Everyone matching a search, or these users. IDs that the directory does not have do not count. */
export type ChosenUsers = { readonly matching: UserFilter } | { readonly userIds: readonly string[] }

interface Kept {
  /** The limit of the member. */
  readonly scope: Scope | null
  readonly memberId: string
  readonly at: number
}

export type SelectionView = RouteOutput<typeof lookUpSelection>

/**
 * Stores selections of users. A member has a limited number without a plan; the oldest beyond it is removed. Times are milliseconds since 1970.
 */
export interface SelectionStore {
  freeze(
    input: Kept & { readonly users: ChosenUsers; readonly except: readonly string[]; readonly sentence: Message },
  ): Promise<Selection>
  /** Adds and removes users in the member's selection, or in a copy if a plan uses it. Null: no such selection. */
  change(
    id: string,
    input: Kept & { readonly add: ChosenUsers | null; readonly remove: ChosenUsers | null },
  ): Promise<Selection | null>
  /** What a page shows of the member's selection. Null: no such selection. */
  lookUp(
    id: string,
    input: Omit<Kept, 'at'> & { readonly userIds: readonly string[]; readonly filter: UserFilter },
  ): Promise<SelectionView | null>
  /**
   * The addresses of the member's selection that are in the directory, in the order in which the users came. Null: no such
   * selection.
   */
  addresses(id: string, input: Omit<Kept, 'at'> & { readonly limit: number }): Promise<readonly string[] | null>
  /** Email addresses of these users, if the directory has them. */
  labels(userIds: readonly string[], scope: Scope | null): Promise<ReadonlyMap<string, string>>
  /** The member's selection. Null: no such selection. */
  find(id: string, memberId: string): Promise<Selection | null>
}

/** Finds users by the identifiers of a list. */
export interface UsersByIdentifier {
  byIdentifiers(identifiers: readonly Identifier[]): Promise<readonly UserMatch[]>
}

/** Reads the names for the sentence. */
export interface LookupReader {
  lookups(): Promise<Lookups>
}

/** An unknown or deleted selection. */
export class UnknownSelectionError extends ProblemError {
  constructor() {
    super('not_found', message('problem.no_selection'))
  }
}
