import type { NameIndex } from '../account/name-index.ts'

/** The account's names, as far as they may be read. */
export interface AccountNames {
  readonly groups: NameIndex
  readonly roles: NameIndex
  readonly bots: NameIndex
  /** Every bot's id: the meaning of "*". */
  readonly botIds: readonly string[]
  /** Admin roles have no bot. */
  readonly adminRoleIds: ReadonlySet<string>
}
