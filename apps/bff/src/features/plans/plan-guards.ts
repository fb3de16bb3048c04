import type { PlanItem } from '@muster/core/plan/plan'
import { mostPercent } from '@muster/core/policy/limits'
import { type AccountFacts, startDelayMs, volumeOf } from '@muster/core/policy/volume'
import type { Message } from '@muster/core/text/message'
import { type JudgedPlan, judgePlan } from '@muster/wording/confirmation'
import { englishText } from '@muster/wording/english'
import { message } from '@muster/wording/message'
import { ProblemError } from '../../problem-error.ts'
import type { PlanDeps } from './plan-deps.ts'
import type { PlanRecord } from './ports.ts'

/** A plan with the current result of the guards. */
export interface GuardedPlan extends JudgedPlan {
  readonly facts: AccountFacts
  readonly only: string | null
  /** How long its job waits before the first call. */
  readonly delayMs: number
  /** Why it cannot be applied; null when it can. */
  readonly refusal: Message | null
}

/** Why nothing is applied while all changes are stopped. */
export const stoppedDetail = message('guard.stopped')

type Judging = Pick<PlanDeps, 'account' | 'guards'>

/** The user of a plan that changes one; null when it changes more. */
export async function onlyUser({ store }: Pick<PlanDeps, 'store'>, plan: PlanRecord): Promise<string | null> {
  if (plan.summary.dispositions.change !== 1) return null
  const [item] = await store.items(plan.id, { disposition: 'change', afterSeq: 0, limit: 1 })
  return item === undefined ? null : labelOf(item)
}

function labelOf({ user, identifier }: PlanItem): string {
  const name = `${user?.firstName ?? ''} ${user?.lastName ?? ''}`.trim()
  const by = user === null || user.email === '' ? identifier.value : user.email
  return name === '' ? by : `${name} (${by})`
}

/** Checks a plan against these facts. */
export function judge(
  { account, guards }: Judging,
  { summary }: Pick<PlanRecord, 'summary'>,
  { facts, only }: { facts: AccountFacts; only: string | null },
): GuardedPlan {
  const { limits } = guards
  const judged = judgePlan(summary, { account, facts, limits, only })
  const delayMs = startDelayMs(volumeOf(summary), limits)
  return { ...judged, facts, only, delayMs, refusal: judged.verdict === 'refused' ? refusalOf(judged, facts) : null }
}

/** Checks a plan for display. Applying checks again, under the lock. */
export async function judgeNow(deps: Judging & Pick<PlanDeps, 'store'>, plan: PlanRecord): Promise<GuardedPlan> {
  const [facts, only] = await Promise.all([deps.guards.facts(), onlyUser(deps, plan)])
  return judge(deps, plan, { facts, only })
}

function refusalOf({ reach }: JudgedPlan, { users }: AccountFacts): Message {
  const facts = { percent: reach.percent ?? 0, users, most: mostPercent }
  return reach.withToday ? message('guard.too_many_today', facts) : message('guard.too_many', facts)
}

export type RefusalCode = 'guard_refused' | 'approval_required' | 'conflict'

/** Thrown under the lock of the guards; recorded once the application is rolled back. */
export class GuardRefusal extends Error {
  readonly why: Message
  readonly code: RefusalCode
  constructor(why: Message, code: RefusalCode = 'guard_refused') {
    super(englishText(why))
    this.why = why
    this.code = code
  }
}

/** Throws when a guard refuses the plan, and records the refusal. */
export async function refuseAndRecord(
  deps: PlanDeps,
  plan: PlanRecord,
  by: { email: string; why: Message; code: RefusalCode },
): Promise<never> {
  const sentence = message('audit.refused', { actor: by.email, title: plan.title, why: by.why })
  await deps.guards.recordRefusal({ actor: by.email, sentence })
  throw new ProblemError(by.code, by.why)
}
