import type { AuditEntry } from '@muster/contracts/audit'
import { messageSchema } from '@muster/contracts/message'
import type { Selectable } from 'kysely'
import type { ChainedEntry } from '../../../features/audit/ports.ts'
import type { AuditTables } from '../tables/audit.ts'
import { isErased } from './audit-chain.ts'

export type AuditRow = Selectable<AuditTables['audit_entries']>

export function entryOf(row: AuditRow): AuditEntry {
  return {
    seq: row.seq,
    at: row.at.toISOString(),
    action: row.action,
    actor: row.actor,
    token: row.token,
    address: row.address,
    session: row.session,
    subject: row.subject_label === null ? null : { userId: row.subject_user_id, label: row.subject_label },
    sentence: row.sentence,
    sentenceMessage: row.message === null ? null : messageSchema.parse(JSON.parse(row.message)),
    outcome: row.outcome,
    jobId: row.job_id,
    hash: row.hash,
    erased: isErased(chainedOf(row)),
    folded: null,
  }
}

/** An entry with everything that its verification needs. */
export const chainedOf = (row: AuditRow): ChainedEntry => ({
  seq: row.seq,
  at: row.at.toISOString(),
  action: row.action,
  outcome: row.outcome,
  jobId: row.job_id,
  actor: row.actor,
  token: row.token,
  address: row.address,
  session: row.session,
  actorSalt: row.actor_salt,
  actorCommitment: row.actor_commitment,
  subjectUserId: row.subject_user_id,
  subjectLabel: row.subject_label,
  sentence: row.sentence,
  message: row.message,
  subjectSalt: row.subject_salt,
  subjectCommitment: row.subject_commitment,
  prevHash: row.prev_hash,
  hash: row.hash,
})
