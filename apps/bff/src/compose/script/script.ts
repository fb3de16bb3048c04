import type { Lookups } from '@muster/core/account/access'
import type { PlanItem } from '@muster/core/plan/plan'
import type { ApprovalPolicy } from '@muster/core/policy/approval'
import type { AccountFacts } from '@muster/core/policy/volume'
import type { Message } from '@muster/core/text/message'
import type { ScriptCalls } from '../../adapters/storage/jobs/script-calls.ts'
import type { AuditLog } from '../../audit-log.ts'
import type { ConfirmedHolders, GuardedTaking } from '../../engine/guard-ports.ts'
import type { KoreWriter } from '../../engine/kore-ports.ts'
import type { ErasureJournal, JobDirectory, JobRunStore } from '../../engine/ports.ts'
import type { ScriptJobs } from '../../features/kore/ports.ts'
import type { PlanDeps } from '../../features/plans/plan-deps.ts'
import type { RefusalCode } from '../../features/plans/plan-guards.ts'
import type { KeptItem, PlanRecord, PlanStore } from '../../features/plans/ports.ts'
import { type freezeScript, scriptRecord } from './script-plan.ts'

export interface ScriptJobDeps {
  readonly plans: Pick<PlanDeps, 'guards' | 'account' | 'clock' | 'newId'>
  readonly calls: ScriptCalls
  /** The plan and its job in one transaction. */
  readonly inOneTransaction: (
    work: (plans: PlanStore, lockGuards: () => Promise<void>) => Promise<void>,
  ) => Promise<void>
  readonly runs: Pick<JobRunStore, 'acquire' | 'intend' | 'recordOutcomes' | 'transition' | 'release'>
  readonly directory: Pick<JobDirectory, 'adminHolders' | 'adminPolicy' | 'markGone' | 'upsertUsers'>
  readonly writer: Pick<KoreWriter, 'readUsers' | 'allowCredentialCheck'>
  readonly audit: AuditLog
  readonly journal: Pick<ErasureJournal, 'note' | 'recorded'>
  /** Records the accepted erasures of this job that the store does not know. */
  readonly replayErasures: (jobId: string) => Promise<void>
  /** The outcomes of a call could not be recorded. */
  readonly onUnrecorded: (error: unknown, jobId: string) => void
  readonly onUpdated: (jobId: string) => void
  readonly onErasures: (ids: readonly string[]) => void
  /** Whether changes are neither stopped nor held by now. */
  readonly mayResend: () => Promise<boolean>
}

/** A script's call, planned and checked. */
export interface Script {
  readonly call: Parameters<ScriptJobs['begin']>[0]
  readonly kept: readonly KeptItem[]
  readonly items: readonly PlanItem[]
  readonly lookups: Lookups
  readonly takings: readonly GuardedTaking[]
  readonly holders: ConfirmedHolders
  readonly frozen: ReturnType<typeof freezeScript>
  readonly policy: ApprovalPolicy
  /** Why the policies over its volume refuse it; null if they do not. */
  readonly judge: (facts: AccountFacts, stopped: boolean) => Message | null
  /** Records the refusal and throws. */
  readonly refuse: (why: Message, code?: RefusalCode) => Promise<never>
}

/** Time after which a script's job counts as abandoned. */
export const leaseMs = 180_000

/** The record of its plan. */
export function newPlan({ clock, newId }: Pick<PlanDeps, 'clock' | 'newId'>, { call, frozen }: Script): PlanRecord {
  const { memberId, email } = call.actor
  const known = { id: newId(), createdBy: { memberId, email }, createdAt: clock.now(), operation: call.operation }
  return scriptRecord({ ...known, title: frozen.title, summary: frozen.summary })
}
