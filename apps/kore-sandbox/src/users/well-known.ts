import { documentedIds } from '../account/documented-ids.ts'
import type { UserStatus } from './user.ts'

/** Role of a well-known user in the account. */
export type Part = 'account-owner' | 'admin' | 'bot-owner' | 'co-developer' | 'member' | 'group-member' | 'sentinel'

export type WellKnownUser = {
  readonly emailId: string
  readonly firstName: string
  readonly lastName: string
  readonly part: Part
  readonly orgUserId?: string
  readonly userId?: string
  readonly status?: UserStatus
}

const home = 'kore-sandbox.example'

/** Users in every sandbox, regardless of seed and size, for tests and demonstrations. */
export const wellKnown = {
  /** Owns the account: can be neither removed nor erased. */
  owner: `owner@${home}`,
  /** Master admin. */
  admin: `admin@${home}`,
  /** Owns a bot: cannot be removed. */
  botOwner: `bot-owner@${home}`,
  /** Co-developer of a bot: can be removed, and erased only after that. */
  coDeveloper: `co-developer@${home}`,
  /** A plain member. Organization id `ORG-MEMBER`. */
  member: `member@${home}`,
  /** A second plain member, without organization id. */
  secondMember: `second.member@${home}`,
  /** Holds a role only through a group. */
  groupMember: `group-member@${home}`,
  /** Invited, never signed in. */
  invited: `invited@${home}`,
  /** A customer who is not a member: can be erased. */
  customer: `customer@${home}`,
  /** A customer known by Kore.ai's id only. */
  customerUserId: 'u-00000000-c057-5000-a000-0000000000c1',
  /** A customer known to a channel. */
  channelUser: { channel_id: 'facebook', channel_user_id: '24680135791113' },
  /** The user of Kore.ai's update sample. */
  documentedUpdate: 'publicuser2@gmail.com',
  /** The user of Kore.ai's removal sample, who cannot be removed: owns a bot. */
  documentedRemoval: 'deskkore1@gmail.com',
} as const

/** The effect of a sentinel user on every write call that names it; `read-500` acts on usersInfo instead. */
export const sentinelNames = [
  '400',
  '401',
  '403',
  '429',
  '429-retry-after',
  '500',
  '502-after',
  '503',
  'flaky',
  'drop-before',
  'drop-after',
  'late',
  'hang',
  'slow',
  'html',
  'empty',
  'truncated',
  'wrong-shape',
  'poison',
  'reason-string',
  'reason-errors',
  'read-500',
] as const
export type SentinelName = (typeof sentinelNames)[number]

/** The email of a sentinel user. */
export function sentinelEmail(name: SentinelName): string {
  return `fault+${name}@${home}`
}

const sentinels = sentinelNames.map(
  (name): WellKnownUser => ({
    emailId: sentinelEmail(name),
    firstName: 'Fault',
    lastName: name,
    part: 'sentinel',
    orgUserId: `FAULT-${name.toUpperCase()}`,
  }),
)

/** The first users of the account, in this order. */
export const wellKnownUsers: readonly WellKnownUser[] = [
  { emailId: wellKnown.owner, firstName: 'Olivia', lastName: 'Owner', part: 'account-owner', orgUserId: 'ORG-OWNER' },
  { emailId: wellKnown.admin, firstName: 'Adam', lastName: 'Admin', part: 'admin', orgUserId: 'ORG-ADMIN' },
  { emailId: wellKnown.botOwner, firstName: 'Bea', lastName: 'Botowner', part: 'bot-owner', orgUserId: 'ORG-BOTOWNER' },
  {
    emailId: wellKnown.coDeveloper,
    firstName: 'Cody',
    lastName: 'Developer',
    part: 'co-developer',
    orgUserId: 'ORG-CODEV',
  },
  { emailId: wellKnown.member, firstName: 'Mina', lastName: 'Member', part: 'member', orgUserId: 'ORG-MEMBER' },
  { emailId: wellKnown.secondMember, firstName: 'Sven', lastName: 'Member', part: 'member' },
  {
    emailId: wellKnown.groupMember,
    firstName: 'Gita',
    lastName: 'Group',
    part: 'group-member',
    orgUserId: 'ORG-GROUP',
  },
  { emailId: wellKnown.invited, firstName: 'Ines', lastName: 'Invited', part: 'member', status: 'not active' },
  {
    emailId: wellKnown.documentedUpdate,
    firstName: 'user2',
    lastName: '',
    part: 'member',
    userId: documentedIds.updateUserId,
  },
  { emailId: wellKnown.documentedRemoval, firstName: 'Kore', lastName: 'Owner', part: 'bot-owner' },
  ...sentinels,
]
