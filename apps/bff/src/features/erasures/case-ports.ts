import type { CaseDetails, CaseEntry } from '@muster/contracts/cases'
import type { Identifier } from '@muster/core/account/user'
import type { AuditLine } from '@muster/core/audit/audit-line'

/** A case as stored; what follows from it and the time is derived. */
export interface StoredCase extends Omit<CaseEntry, 'state' | 'isOverdue'> {
  /** The job of one of its plans has not ended. */
  readonly isRunning: boolean
  /** Those of its people whose erasure Kore.ai reported. */
  readonly erasedPeople: readonly Identifier[]
}

export interface NewCase {
  readonly id: string
  readonly reference: string
  readonly requester: string
  readonly people: readonly Identifier[]
  /** Milliseconds since 1970, as `dueAt` and `at`. */
  readonly receivedAt: number
  readonly dueAt: number
  readonly openedBy: string
  readonly at: number
}

export interface CaseFilter {
  readonly show: 'open' | 'due_soon' | 'overdue' | 'held' | 'closed'
  readonly q?: string | undefined
  readonly now: number
  /** How long before its deadline a case is due soon. */
  readonly dueSoonMs: number
}

/** Position in the list. */
export interface CasePosition {
  readonly dueAt: string
  readonly id: string
}

/** Who acted, when, and the entry of the audit that records it. */
export interface CaseAct {
  readonly actor: string
  readonly at: number
  readonly audit: AuditLine
}

export interface CaseStore {
  /** False: the reference is taken. */
  open(made: NewCase, audit: AuditLine): Promise<boolean>
  /** The earliest deadline first. */
  list(filter: CaseFilter, page: { after: CasePosition | null; limit: number }): Promise<readonly StoredCase[]>
  get(id: string): Promise<StoredCase | null>
  checks(people: readonly Identifier[]): Promise<CaseDetails['checks']>
  /** The acts return false if the case is closed, held, not held or running by then, and change nothing. */
  hold(id: string, reason: string, act: CaseAct): Promise<boolean>
  release(id: string, act: CaseAct): Promise<boolean>
  /** Earlier plans that were not applied can no longer be. */
  tie(id: string, planId: string, act: CaseAct): Promise<boolean>
  /** The plan of the removal, which precedes the erasure. */
  tieRemoval(id: string, planId: string, act: CaseAct): Promise<boolean>
  close(id: string, note: string, act: CaseAct): Promise<boolean>
  /** Makes a plan impossible to apply. */
  voidPlan(planId: string): Promise<void>
  /** Records in the audit which open cases are due before a time, each once: a notice follows. */
  noteDueSoon(before: number, at: number): Promise<void>
}
