import type { Migration } from 'kysely/migration'
import { users } from './0001-users.ts'
import { usersSearchPending } from './0002-users-search-pending.ts'
import { comparableUsers } from './0003-comparable-users.ts'
import { unreadableRecords } from './0006-unreadable-records.ts'
import { plans } from './0010-plans.ts'
import { guards } from './0011-guards.ts'
import { plansNotApplied } from './0012-plans-not-applied.ts'
import { jobs } from './0020-jobs.ts'
import { erasures } from './0021-erasures.ts'
import { reports } from './0022-reports.ts'
import { heldJobs } from './0023-held-jobs.ts'
import { jobWaits } from './0024-job-waits.ts'
import { refusals } from './0025-refusals.ts'
import { erasuresUnderWay } from './0026-erasures-under-way.ts'
import { skipped } from './0027-skipped.ts'
import { undoneItems } from './0028-undone-items.ts'
import { botOwners } from './0029-bot-owners.ts'
import { audit } from './0030-audit.ts'
import { sessions } from './0040-sessions.ts'
import { ownSessions } from './0041-own-sessions.ts'
import { knownDevices } from './0042-known-devices.ts'
import { selectionOwners } from './0043-selection-owners.ts'
import { uploads } from './0050-uploads.ts'
import { uploadWork } from './0051-upload-work.ts'
import { corrections } from './0052-corrections.ts'
import { mergedCells } from './0053-merged-cells.ts'
import { checkedAt } from './0054-checked-at.ts'
import { quoteFaults } from './0055-quote-faults.ts'
import { cellOffers } from './0058-cell-offers.ts'
import { workBegun } from './0059-work-begun.ts'
import { koreBudget } from './0060-kore-budget.ts'
import { storeState } from './0070-store-state.ts'
import { koreConnection } from './0090-kore-connection.ts'

/**
 * Every migration by its file's name, in code so that a build cannot forget one. Append only: a migration that
 * ran anywhere is never edited, renamed or removed.
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-users': users,
  '0002-users-search-pending': usersSearchPending,
  '0003-comparable-users': comparableUsers,
  '0006-unreadable-records': unreadableRecords,
  '0010-plans': plans,
  '0011-guards': guards,
  '0012-plans-not-applied': plansNotApplied,
  '0020-jobs': jobs,
  '0021-erasures': erasures,
  '0022-reports': reports,
  '0023-held-jobs': heldJobs,
  '0024-job-waits': jobWaits,
  '0026-erasures-under-way': erasuresUnderWay,
  '0027-skipped': skipped,
  '0025-refusals': refusals,
  '0028-undone-items': undoneItems,
  '0029-bot-owners': botOwners,
  '0030-audit': audit,
  '0040-sessions': sessions,
  '0041-own-sessions': ownSessions,
  '0042-known-devices': knownDevices,
  '0043-selection-owners': selectionOwners,
  '0050-uploads': uploads,
  '0051-upload-work': uploadWork,
  '0052-corrections': corrections,
  '0053-merged-cells': mergedCells,
  '0054-checked-at': checkedAt,
  '0055-quote-faults': quoteFaults,
  '0058-cell-offers': cellOffers,
  '0059-work-begun': workBegun,
  '0060-kore-budget': koreBudget,
  '0070-store-state': storeState,
  '0090-kore-connection': koreConnection,
}
