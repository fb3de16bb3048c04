import type { AccessTables } from '../tables/access.ts'
import type { ApprovalsTables } from '../tables/approvals.ts'
import type { AuditTables } from '../tables/audit.ts'
import type { CasesTables } from '../tables/cases.ts'
import type { DirectoryTables } from '../tables/directory.ts'
import type { ErasuresTables } from '../tables/erasures.ts'
import type { GuardsTables } from '../tables/guards.ts'
import type { IdentitiesTables } from '../tables/identities.ts'
import type { JobsTables } from '../tables/jobs.ts'
import type { KeysTables } from '../tables/keys.ts'
import type { KoreBatchesTables } from '../tables/kore-batches.ts'
import type { KoreBudgetTables } from '../tables/kore-budget.ts'
import type { KoreConnectionTables } from '../tables/kore-connection.ts'
import type { MailsTables } from '../tables/mails.ts'
import type { OutboundTables } from '../tables/outbound.ts'
import type { PlansTables } from '../tables/plans.ts'
import type { SelectionsTables } from '../tables/selections.ts'
import type { SessionsTables } from '../tables/sessions.ts'
import type { StoreStateTables } from '../tables/store-state.ts'
import type { UploadsTables } from '../tables/uploads.ts'
import type { UsersTables } from '../tables/users.ts'

/** All tables: one file a noun in `tables/`, intersected here. */
export type Tables = UsersTables &
  AccessTables &
  ApprovalsTables &
  CasesTables &
  DirectoryTables &
  SelectionsTables &
  AuditTables &
  ErasuresTables &
  GuardsTables &
  IdentitiesTables &
  JobsTables &
  KeysTables &
  KoreBatchesTables &
  KoreBudgetTables &
  KoreConnectionTables &
  MailsTables &
  OutboundTables &
  PlansTables &
  SessionsTables &
  StoreStateTables &
  UploadsTables
