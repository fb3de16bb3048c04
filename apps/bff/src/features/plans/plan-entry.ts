import type { PlanEntry } from '@muster/contracts/plans'
import { permissionsNeeded } from '@muster/core/policy/plan-needs'
import { needsProof } from '@muster/core/policy/step-up'
import { englishText, messageOf } from '@muster/wording/english'
import { isEditable, sharedChange } from './plan-edit.ts'
import type { GuardedPlan } from './plan-guards.ts'
import type { PlanRecord } from './ports.ts'

/** How long a plan may be applied. Access changes meanwhile; a review should not be outdated. */
export const planLifeMs = 24 * 60 * 60 * 1000

/** Only a ready plan expires; other states are final. */
export function stateOf(plan: PlanRecord, now: number): PlanEntry['state'] {
  if (plan.replacedBy !== null && plan.jobId === null) return 'replaced'
  return plan.state === 'ready' && now - plan.createdAt > planLifeMs ? 'expired' : plan.state
}

const summaryEntry = (summary: PlanRecord['summary']) => ({
  ...summary,
  dispositions: { ...summary.dispositions },
  kinds: { ...summary.kinds },
  effects: summary.effects.map((effect) => ({ ...effect })),
  blockers: { ...summary.blockers },
  warnings: { ...summary.warnings },
})

const guardEntry = ({ facts, reach, only, refusal, delayMs }: GuardedPlan) => ({
  accountUsers: facts.users,
  touched: reach.touched,
  percent: reach.percent,
  withToday: reach.withToday,
  refusal: refusal === null ? null : englishText(refusal),
  refusalMessage: refusal,
  startsInSeconds: Math.round(delayMs / 1000),
  only,
})

/** A plan as sent to the browser. */
export function planEntry(plan: PlanRecord, shown: { readonly guarded: GuardedPlan; readonly now: number }): PlanEntry {
  const { confirmation } = shown.guarded
  return {
    id: plan.id,
    title: englishText(plan.title),
    titleMessage: messageOf(plan.title),
    name: plan.name,
    source: plan.source.kind,
    state: stateOf(plan, shown.now),
    problem: plan.problem === null ? null : englishText(plan.problem),
    problemMessage: plan.problem === null ? null : messageOf(plan.problem),
    progress: plan.progress,
    summary: summaryEntry(plan.summary),
    hash: plan.hash,
    needsProof: needsProof(permissionsNeeded(plan.summary)),
    confirmation: { ...confirmation, prompt: englishText(confirmation.prompt) },
    guard: guardEntry(shown.guarded),
    jobId: plan.jobId,
    parentJobId: plan.parentJobId,
    replacedBy: plan.replacedBy,
    change: sharedChange(plan),
    isEditable: isEditable(plan),
    uploadId: plan.source.kind === 'upload' ? plan.source.uploadId : null,
    createdBy: plan.createdBy.email,
    createdAt: new Date(plan.createdAt).toISOString(),
    directoryAt: plan.directoryAt,
  }
}
