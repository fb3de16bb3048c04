/** The identity of a user. Never changes; `Access` holds what can change. */
export type User = {
  readonly index: number
  readonly emailId: string
  readonly userId: string
  readonly orgUserId: string | null
  readonly firstName: string
  readonly lastName: string
  readonly status: UserStatus
  /** ISO time, null if the user never signed in. */
  readonly lastLogin: string | null
}

export type UserStatus = 'active' | 'not active' | 'suspended' | 'locked'

export type BotGrant = { readonly roleId: string; readonly botId: string }

/** Direct access only; inherited access is computed when displayed. */
export type Access = {
  readonly groups: readonly string[]
  readonly botRoles: readonly BotGrant[]
  readonly adminRoles: readonly string[]
  readonly canCreateBot: boolean
  readonly isDeveloper: boolean
  /** Bots with tasks assigned to the user. */
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
