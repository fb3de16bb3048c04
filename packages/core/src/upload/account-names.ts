import type { NameIndex } from '../account/name-index.ts'

/** The account's names, as far as they may be read. */
export interface AccountNames {
  readonly groups: NameIndex
  readonly roles: NameIndex
  readonly bots: NameIndex
  /** Every bot's id: what "*" stands for. */
  readonly botIds: readonly string[]
  /** Admin roles stand without a bot. */
  readonly adminRoleIds: ReadonlySet<string>
}
