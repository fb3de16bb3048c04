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

/** No call assigns or removes the role of the one user who owns the account: only that user transfers it. */
export const isAssignable = ({ kind, name }: Pick<Role, 'kind' | 'name'>): boolean =>
  kind !== 'admin' || !/^primary master admin$/iu.test(name.trim())

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
