import type { PlanItem, PlanNote } from '@muster/core/plan/plan'
import { reachesUser, scopeGuard } from '@muster/core/policy/scope'
import type { AccountFacts, Reach } from '@muster/core/policy/volume'
import type { Message, Sentence } from '@muster/core/text/message'
import { causeMessage } from '@muster/wording/cause/cause-sentence'
import { subjectMessage } from '@muster/wording/count'
import { message } from '@muster/wording/message'
import { judge, type RefusalCode } from '../../features/plans/plan-guards.ts'
import { ProblemError } from '../../problem-error.ts'
import type { Script, ScriptJobDeps } from './script.ts'

export const heldDetail = message('guard.held')

/** Records the refusal of a call and throws. */
export async function refuseCall(
  { plans }: Pick<ScriptJobDeps, 'plans'>,
  by: { actor: string; title: Sentence; code?: RefusalCode | undefined },
  why: Message,
): Promise<never> {
  const sentence = message('audit.refused', { actor: by.actor, title: by.title, why })
  await plans.guards.recordRefusal({ actor: by.actor, sentence })
  throw new ProblemError(by.code ?? 'guard_refused', message('script.nothing_sent', { why }))
}

const labelOf = ({ user, identifier }: PlanItem) => (user === null || user.email === '' ? identifier.value : user.email)

export const floorDetail = (item: PlanItem, { code, details }: PlanNote): Message =>
  message('script.remove_user', { user: labelOf(item), cause: causeMessage(code, details) })

/** The first item of a call beyond the limit of its member, as the member may know it; null if there is none. */
export function beyondLimit(
  { actor: { scope }, requests }: Script['call'],
  { kept, lookups, takings = [] }: Pick<Script, 'kept' | 'lookups'> & Partial<Pick<Script, 'takings'>>,
): { readonly item: PlanItem; readonly note: PlanNote } | null {
  if (scope === null) return null
  const guard = scopeGuard({ scope, others: '' }, lookups)
  for (const [n, { item }] of kept.entries()) {
    const isKnown = item.before !== null && reachesUser(scope, item.before)
    const known = isKnown || scope.groups === null ? item : { ...item, user: null, before: null }
    const [note] = guard(known).blockers
    if (note !== undefined) return { item: known, note }
    if (scope.groups !== null && takings[n]?.isRead === false)
      return { item: known, note: { code: 'user_unreadable', details: {} } }
    if (scope.bots !== null && requests[n]?.withBotTasks === true)
      return { item: known, note: { code: 'change_out_of_scope', details: {} } }
  }
  return null
}

/** A script cannot type a confirmation or wait for a delayed start, so plans that need either are refused. */
export function volumeDetail(
  plans: ScriptJobDeps['plans'],
  plan: Script['frozen'],
  facts: AccountFacts,
): Message | null {
  const judged = judge(plans, plan, { facts, only: null })
  if (judged.refusal !== null) return judged.refusal
  const { reach, verdict, delayMs } = judged
  const { kinds } = plan.summary
  if (verdict === 'confirm_share') return needsConfirmation(reach, subjectMessage(reach.touched, kinds))
  if (delayMs > 0) {
    const subjects = subjectMessage(plans.guards.limits.delayFromUsers, kinds)
    return message('script.starts_later', { subjects })
  }
  return null
}

function needsConfirmation({ percent, withToday }: Reach, subjects: Message): Message {
  if (percent === null) {
    return message(withToday ? 'script.needs_confirmation_today' : 'script.needs_confirmation', { subjects })
  }
  const code = withToday ? 'script.needs_confirmation_share_today' : 'script.needs_confirmation_share'
  return message(code, { subjects, percent })
}
