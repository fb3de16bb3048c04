import { t } from '@lingui/core/macro'
import type { UserEntry } from '@muster/contracts/users'

type Fact = NonNullable<UserEntry['unread']>[number]

export const roleFacts = ['botRoles', 'adminRoles'] as const

/** Whether a part of the access was never read, or not since a change: then its value proves nothing. */
export const isUnread = ({ unread = [] }: Pick<UserEntry, 'unread'>, ...facts: readonly Fact[]): boolean =>
  facts.some((fact) => unread.includes(fact))

/** "Unknown" for such access, in place of a word for none. */
export const unlessUnread = (user: Pick<UserEntry, 'unread'>, facts: readonly Fact[], words: string): string =>
  isUnread(user, ...facts) ? t`Unknown` : words
