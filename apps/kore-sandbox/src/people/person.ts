/** Who somebody is. Never changes; what they may do is `Access`. */
export type Person = {
  readonly index: number
  readonly emailId: string
  readonly userId: string
  readonly orgUserId: string | null
  readonly firstName: string
  readonly lastName: string
  readonly status: PersonStatus
  /** ISO time, null when the person never signed in. */
  readonly lastLogin: string | null
}

export type PersonStatus = 'active' | 'not active' | 'suspended' | 'locked'

export type BotGrant = { readonly roleId: string; readonly botId: string }

/** What somebody was given directly; what comes through groups is worked out when it is shown. */
export type Access = {
  readonly groups: readonly string[]
  readonly botRoles: readonly BotGrant[]
  readonly adminRoles: readonly string[]
  readonly canCreateBot: boolean
  readonly isDeveloper: boolean
  /** Bots of which tasks are assigned to the person. */
  readonly taskBots: readonly string[]
}

export const noAccess: Access = {
  groups: [],
  botRoles: [],
  adminRoles: [],
  canCreateBot: false,
  isDeveloper: false,
  taskBots: [],
}
