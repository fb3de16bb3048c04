import type { Sentence } from '../text/message.ts'

export const auditActions = [
  'session.signed_in',
  'session.sign_in_failed',
  'session.signed_out',
  'session.reauthenticated',
  'factor.added',
  'factor.removed',
  'passphrase.changed',
  'session.link_made',
  'member.retired',
  'member.invited',
  'member.joined',
  'member.changed',
  'member.removed',
  'break_glass.made',
  'break_glass.used',
  'break_glass.removed',
  'role.changed',
  'token.created',
  'token.revoked',
  'request.refused',
  'directory.synced',
  'directory.loaded',
  'plan.made',
  'plan.renamed',
  'approval.requested',
  'approval.commented',
  'approval.changes_requested',
  'approval.approved',
  'approval.rejected',
  'approval.withdrawn',
  'approval.expired',
  'policy.changed',
  'job.started',
  'job.paused',
  'job.resumed',
  'job.cancelled',
  'job.finished',
  'user.changed',
  'user.removed',
  'user.failed',
  'user.unknown',
  'erasure.queued',
  'erasure.finished',
  'report.downloaded',
  'receipt.downloaded',
  'users.exported',
  'report.resolved',
  'upload.received',
  'upload.deleted',
  'connection.tested',
  'connection.secret_switched',
  'kore.called',
  'account.changed',
  'store.held',
  'store.released',
  'store.backed_up',
  'store.key_lost',
  'guard.refused',
  'changes.stopped',
  'changes.resumed',
  'audit.exported',
  'audit.person_erased',
  'retention.swept',
  'case.opened',
  'case.due_soon',
  'case.held',
  'case.released',
  'case.planned',
  'case.closed',
  'mail.failed',
  'notice.tested',
  'notice.retried',
  'notice.given_up',
] as const

export type AuditAction = (typeof auditActions)[number]

/** A line of the audit as appended: actor, action, user and outcome. Omitted parts are null. */
export interface AuditLine {
  readonly action: AuditAction
  /** Email of the member, or "Muster" for automatic actions. */
  readonly actor: string
  /** The changed user, if any. */
  readonly subject?: { readonly userId: string | null; readonly label: string } | null
  /** The message is stored beside its English sentence. */
  readonly sentence: Sentence
  readonly outcome?: string | null
  readonly jobId?: string | null
}
