import type { GuardLimits } from '@muster/core/policy/limits'
import { createSqlAuditLog } from '../adapters/storage/audit/audit-log.ts'
import { createSqlAuditStore, userHistory } from '../adapters/storage/audit/audit-store.ts'
import { createSqlCaseStore } from '../adapters/storage/cases/cases-store.ts'
import { createSqlHoldStore } from '../adapters/storage/database/hold-store.ts'
import type { Storage } from '../adapters/storage/database/storage.ts'
import { createSqlAccessLists } from '../adapters/storage/directory/access-store.ts'
import { createSqlDirectoryStore } from '../adapters/storage/directory/directory-store.ts'
import { createSqlSelectionStore } from '../adapters/storage/directory/selections-store.ts'
import { createSqlDirectoryKeys } from '../adapters/storage/directory/user-keys.ts'
import { createSqlUserDirectory } from '../adapters/storage/directory/users-store.ts'
import { createSqlErasureStore } from '../adapters/storage/erasures/erasures-store.ts'
import type { MarkFile } from '../adapters/storage/folder/mark-file.ts'
import { lockGuards, readAccountFacts } from '../adapters/storage/guards/guard-facts.ts'
import { createSqlStopSwitch } from '../adapters/storage/guards/stop-switch.ts'
import { createSqlJobController } from '../adapters/storage/jobs/jobs-control-store.ts'
import { createSqlJobsForPlans } from '../adapters/storage/jobs/jobs-for-plans.ts'
import { jobInsertion } from '../adapters/storage/jobs/jobs-insert.ts'
import { createSqlJobReader, type JobCalls } from '../adapters/storage/jobs/jobs-read-store.ts'
import { createSqlReportOrigins } from '../adapters/storage/jobs/report-origin-store.ts'
import { createSqlJobRunStore } from '../adapters/storage/jobs/run/jobs-run-store.ts'
import { showWaitingForSpace } from '../adapters/storage/jobs/run/jobs-while-full.ts'
import { createSqlScriptCalls } from '../adapters/storage/jobs/script-calls.ts'
import { createSqlKeysSeen } from '../adapters/storage/keys/keys-seen.ts'
import { createSqlMailStore } from '../adapters/storage/mail/mail-store.ts'
import { createSqlPersonStore } from '../adapters/storage/person/erase-person.ts'
import { createSqlApprovalStore } from '../adapters/storage/plans/approvals-store.ts'
import { createSqlPlanStore } from '../adapters/storage/plans/plans-store.ts'
import { createSqlRetention, type RetentionDays } from '../adapters/storage/retention/retention-store.ts'
import { createSqlSavedViews } from '../adapters/storage/saved-views/saved-views-store.ts'
import { createSqlBreakGlass } from '../adapters/storage/session/break-glass-store.ts'
import { createSqlDeviceStore } from '../adapters/storage/session/devices-store.ts'
import { createSqlFactorStore } from '../adapters/storage/session/factors-store.ts'
import { createSqlInvitationStore } from '../adapters/storage/session/invitations-store.ts'
import { withLazyUses } from '../adapters/storage/session/lazy-session-uses.ts'
import { createSqlMemberDirectory } from '../adapters/storage/session/member-directory.ts'
import { createSqlMemberStore } from '../adapters/storage/session/members-store.ts'
import { createSqlOidcStore } from '../adapters/storage/session/oidc-store.ts'
import { createSqlPasskeyStore } from '../adapters/storage/session/passkeys-store.ts'
import { createSqlProvisioningStore } from '../adapters/storage/session/provisioning-store.ts'
import { createSqlRoleStore } from '../adapters/storage/session/roles-store.ts'
import { createSqlScopes } from '../adapters/storage/session/scopes-store.ts'
import {
  createSqlGuessLedger,
  createSqlSessionStore,
  readBearerKey,
} from '../adapters/storage/session/sessions-store.ts'
import { createSqlTokenStore } from '../adapters/storage/session/tokens-store.ts'
import { createSqlFailedRows } from '../adapters/storage/uploads/failed-rows-store.ts'
import { createSqlReportedItems } from '../adapters/storage/uploads/reported-items-store.ts'
import { lentFilesFolder } from '../adapters/storage/uploads/temporary-files.ts'
import { createSqlFileStore } from '../adapters/storage/uploads/upload-files-store.ts'
import { createSqlUploads } from '../adapters/storage/uploads/uploads-store.ts'
import type { Config } from '../config/config.ts'
import type { PlanStore } from '../features/plans/ports.ts'
import { createBearers } from '../http/session/bearers.ts'

/** The ports of members and of how they sign in. */
function memberStores(db: Storage['db']) {
  return {
    breakGlass: createSqlBreakGlass(db),
    bearers: createBearers(() => readBearerKey(db)),
    devices: createSqlDeviceStore(db),
    factors: createSqlFactorStore(db),
    guesses: createSqlGuessLedger(db),
    invitations: createSqlInvitationStore(db),
    memberDirectory: createSqlMemberDirectory(db),
    members: createSqlMemberStore(db),
    oidc: createSqlOidcStore(db),
    passkeys: createSqlPasskeyStore(db),
    provisioning: createSqlProvisioningStore(db),
    roles: createSqlRoleStore(db),
    scopes: createSqlScopes(db),
    sessions: withLazyUses(createSqlSessionStore(db)),
    tokens: createSqlTokenStore(db),
  }
}

/** The ports of the account: its users, and what is kept for them. */
function directoryStores(db: Storage['db']) {
  return {
    access: createSqlAccessLists(db),
    directory: createSqlDirectoryStore(db),
    history: { of: (userId: string) => userHistory(db, userId) },
    savedViews: createSqlSavedViews(db),
    selections: createSqlSelectionStore(db),
    userKeys: createSqlDirectoryKeys(db),
    users: createSqlUserDirectory(db),
  }
}

type Database = Pick<Storage, 'db' | 'isFull'>

interface StoreOptions extends Pick<Config, 'quiesceMs' | 'dataDir'> {
  readonly markFile: MarkFile
  readonly limits: GuardLimits
  readonly calls: JobCalls
}

/** The ports of jobs and of what they are made of and leave behind. */
function jobStores({ db, isFull }: Database, { quiesceMs, markFile, limits, calls }: StoreOptions) {
  return {
    jobController: createSqlJobController(db),
    jobReader: showWaitingForSpace(createSqlJobReader(db, quiesceMs, calls), isFull),
    jobRuns: createSqlJobRunStore(db, { limits, file: markFile }),
    jobsForPlans: createSqlJobsForPlans(db),
    reportedItems: createSqlReportedItems(db),
    reportOrigins: createSqlReportOrigins(db),
    scriptCalls: createSqlScriptCalls(db, markFile),
  }
}

/** Every port backed by the database. */
export function composeStores(database: Database, options: StoreOptions) {
  const { db } = database
  const { forget, ...uploads } = createSqlUploads(db)
  return {
    ...memberStores(db),
    ...directoryStores(db),
    ...jobStores(database, options),
    /** For acts that change nothing else in the store; the others append in their own transaction. */
    auditLog: createSqlAuditLog(db),
    approvals: createSqlApprovalStore(db),
    audit: createSqlAuditStore(db),
    cases: createSqlCaseStore(db),
    erasures: createSqlErasureStore(db),
    failedRows: createSqlFailedRows(db),
    files: createSqlFileStore(db, lentFilesFolder(options.dataDir)),
    guardFacts: () => readAccountFacts(db, 'sent_and_waiting'),
    holds: createSqlHoldStore(db),
    keysSeen: createSqlKeysSeen(db),
    mails: createSqlMailStore(db),
    persons: createSqlPersonStore(db, forget),
    plans: createSqlPlanStore(db, jobInsertion),
    plansInOneTransaction: (work: (plans: PlanStore, lock: () => Promise<void>) => Promise<void>) =>
      db.transaction().execute((trx) => work(createSqlPlanStore(trx, jobInsertion), () => lockGuards(trx))),
    retention: (days: RetentionDays) => createSqlRetention(db, days),
    stopSwitch: createSqlStopSwitch(db),
    uploads,
  }
}

export type Stores = ReturnType<typeof composeStores>
