import { comparableAddress } from '../identifier/address.ts'

/** Account status in Kore.ai. `unknown` if the permitted reads do not include it. */
export type UserStatus = 'active' | 'not_active' | 'locked' | 'suspended' | 'unknown'

/**
 * One role held by one user. `botId` null means an admin role (Kore.ai, Create Users: a role without botId).
 * `viaGroups` names the groups the role comes through (`btRoles[].groups` of Get User Information); empty means held directly.
 */
export interface RoleHeld {
  readonly roleId: string
  readonly botId: string | null
  readonly viaGroups: readonly string[]
}

/** Access of a user: everything an update can change. */
export interface Access {
  /** Group ids (`e-…`). */
  readonly groups: readonly string[]
  readonly roles: readonly RoleHeld[]
  readonly canCreateBot: boolean
  readonly isDeveloper: boolean
}

/** A part of the access that a response may carry without the others. */
export const accessFacts = ['groups', 'botRoles', 'adminRoles', 'canCreateBot', 'isDeveloper'] as const
export type AccessFact = (typeof accessFacts)[number]

/** One user of the account as the directory knows them. */
export interface User extends Access {
  /** Kore.ai's user id (`u-…`), our key as well. */
  readonly id: string
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly orgUserId: string | null
  readonly status: UserStatus
  /** Of the latest sign-in to Kore.ai, as ISO text; absent where Kore.ai has not reported one. */
  readonly lastLoginAt?: string
  /** Parts of the access that no response has carried: their values are none and off, and prove nothing. Absent: none. */
  readonly unread?: readonly AccessFact[]
}

/** How a user is named on the way in. The kinds are never mixed in one column. */
export type Identifier =
  | { readonly by: 'email'; readonly value: string }
  | { readonly by: 'orgUserId'; readonly value: string }
  | { readonly by: 'userId'; readonly value: string }
  /** The identity a channel gave to Kore.ai (Delete Customer Data, since v7.3); erasure only. */
  | { readonly by: 'channelUserId'; readonly value: string; readonly channelId: string | null }

const addressKey = 'email:'

/** The key of a user of a source that names users by address only: never the form of an ID of Kore.ai. */
export const idOfAddress = (email: string): string => addressKey + comparableAddress(email)

/** Whether the key of a user is an ID of Kore.ai. In a file or a list without IDs, the address is the key. */
export function hasKoreId({ id, email }: Pick<User, 'id' | 'email'>): boolean {
  const address = id.startsWith(addressKey) ? id.slice(addressKey.length) : id
  return comparableAddress(address) !== comparableAddress(email)
}

/** Whether an ID of Kore.ai is not that of a known user. */
export const isOtherUser = (known: Pick<User, 'id' | 'email'>, id: string): boolean =>
  known.id !== id && hasKoreId(known)

/** Names a user that an earlier plan found, whatever the identifier of that plan names by now. */
export const identifierOfKnown = ({ id, email }: Pick<User, 'id' | 'email'>): Identifier =>
  hasKoreId({ id, email }) ? { by: 'userId', value: id } : { by: 'email', value: email }
