import { plural, select, t } from '@lingui/core/macro'
import type { Directory } from '@muster/contracts/users'
import { formatNumber, formatShare } from '../../lib/format.ts'

/** Progress of a sync: "Syncing users, 1,200 of 4,812 (25%)". */
export function progressWords({ done, total, step }: NonNullable<Directory['progress']>): string {
  if (step === 'starting') return t`Starting the sync`
  const synced = formatNumber(done)
  if (total !== null && total !== 0) return measuredWords(step, synced, formatNumber(total), formatShare(done / total))
  if (done === 0) {
    return select(step, {
      groups: 'Syncing groups',
      roles: 'Syncing roles',
      bots: 'Syncing bots',
      users: 'Syncing users',
      other: 'Syncing with Kore.ai',
    })
  }
  return select(step, {
    groups: `Syncing groups, ${synced} so far`,
    roles: `Syncing roles, ${synced} so far`,
    bots: `Syncing bots, ${synced} so far`,
    users: `Syncing users, ${synced} so far`,
    other: `Syncing with Kore.ai, ${synced} so far`,
  })
}

function measuredWords(step: string, synced: string, total: string, share: string): string {
  return select(step, {
    groups: `Syncing groups, ${synced} of ${total} (${share})`,
    roles: `Syncing roles, ${synced} of ${total} (${share})`,
    bots: `Syncing bots, ${synced} of ${total} (${share})`,
    users: `Syncing users, ${synced} of ${total} (${share})`,
    other: `Syncing with Kore.ai, ${synced} of ${total} (${share})`,
  })
}

/** Size and state of the directory: "4,812 users". */
// oxlint-disable-next-line typescript/consistent-return -- every case returns, and the compiler checks that none is missing
export function directoryWords({ state, users, progress }: Directory): string {
  const counted = plural(users, { one: '# user', other: '# users' })
  switch (state) {
    case 'empty':
      return t`No users synced yet`
    case 'loading':
      return progress === null ? t`Syncing with Kore.ai` : progressWords(progress)
    case 'ready':
      return counted
    case 'forbidden':
      return users === 0 ? t`Sync not allowed` : counted
    case 'failed':
      return users === 0
        ? t`Sync failed`
        : plural(users, { one: '# user, latest sync failed', other: '# users, latest sync failed' })
  }
}
