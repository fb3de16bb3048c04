import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, plural, t } from '@lingui/core/macro'
import type { Account, Hold } from '@muster/contracts/hold'
import { environmentLabel } from '../../ui/facts/environment-text.ts'

const reasons: Readonly<Record<Hold['reason'], MessageDescriptor>> = {
  older: msg`The database is older than the last call Muster sent: a backup was restored.`,
  dump: msg`The database was loaded from a dump or copied from another database.`,
  copied: msg`The data folder is a copy: it was restored or moved.`,
  unknown: msg`The file store-mark-….json beside the database is missing, so the database may be an old one.`,
  other_account: msg`Nothing was sent to the account that Muster is connected to now.`,
}

/** The name of an account, which tells it from every other one. */
export function accountLabel({ host, clientId, environment, isBuiltIn }: Account): string {
  return isBuiltIn ? t`built-in sandbox` : `${host} · ${clientId} · ${environmentLabel(environment)}`
}

/** Why jobs are held, for Settings. */
export const reasonWords = (reason: Hold['reason']): string => i18n._(reasons[reason])

/** What is held: one sentence for each kind, each translated as a whole. */
export function heldWords({
  reason,
  jobs,
  users,
  erasures,
}: Pick<Hold, 'reason' | 'jobs' | 'users' | 'erasures'>): string {
  if (jobs === 0) return t`No job is unfinished.`
  const held = plural(jobs, { one: 'Held: # unfinished job.', other: 'Held: # unfinished jobs.' })
  if (reason === 'other_account') return held
  const reads = plural(users, {
    one: 'Muster reads # user again before it sends anything.',
    other: 'Muster reads # users again before it sends anything.',
  })
  const decisions = plural(erasures, {
    one: 'The erasure of # person may have been requested already: decide in the job whether to send it again.',
    other: 'The erasure of # people may have been requested already: decide in the job whether to send it again.',
  })
  return [held, ...(users === 0 ? [] : [reads]), ...(erasures === 0 ? [] : [decisions])].join(' ')
}
