/** Look-ups of the account: what a change may name. */
export interface Group {
  /** `e-…` */
  readonly id: string
  readonly name: string
}

export interface Role {
  /** 24 hex characters. */
  readonly id: string
  readonly name: string
  readonly kind: 'admin' | 'bot'
}

export interface Bot {
  /** `st-…` */
  readonly id: string
  readonly name: string
  /** Id of the user that Kore.ai lists as its creator. */
  readonly createdBy?: string | null
}

/** All look-ups by id. A missing map entry means the account does not have it. */
export interface Lookups {
  readonly groups: ReadonlyMap<string, Group>
  readonly roles: ReadonlyMap<string, Role>
  readonly bots: ReadonlyMap<string, Bot>
  /** Ids and names of the groups through which users hold an admin role, as far as the directory knows. */
  readonly adminGroups?: ReadonlySet<string>
  /** False where the app's scopes forbid reading that kind: then ids cannot be checked, and the plan warns instead of blocking. */
  readonly known: { readonly groups: boolean; readonly roles: boolean; readonly bots: boolean }
}
