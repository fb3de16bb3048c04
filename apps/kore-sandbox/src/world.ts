import type { Account } from './account/account.ts'
import type { Groups } from './account/catalogue.ts'
import type { Erasures } from './account/erasures.ts'
import type { GroupMembers } from './account/group-members.ts'
import type { Ledger } from './ledger.ts'

/** The generation of servers to imitate: XO (v10 to v11), or the newer pages. */
export type Profile = 'xo' | 'v2'

/** The whole state of the sandbox; the endpoints are functions over it. */
export type World = {
  readonly account: Account
  readonly groups: Groups
  readonly groupMembers: GroupMembers
  readonly erasures: Erasures
  readonly ledger: Ledger
  readonly profile: Profile
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** One call, after router, authentication and limits. */
export type Call = {
  readonly seq: number
  readonly body: unknown
  readonly query: URLSearchParams
  readonly params: Readonly<Record<string, string>>
}

export type SandboxResponse = {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export type Handler = (world: World, call: Call) => SandboxResponse
