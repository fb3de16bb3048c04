import type { I18n } from '@lingui/core'
import type { Environment } from '@muster/core/environment'
import type { PlanSummary } from '@muster/core/plan/plan'
import { adminGrants } from '@muster/core/policy/confirmation'
import type { GuardLimits } from '@muster/core/policy/limits'
import {
  type AccountFacts,
  judgeVolume,
  type Reach,
  reachOf,
  type VolumeVerdict,
  volumeOf,
} from '@muster/core/policy/volume'
import { peopleCount, userCount } from './count.ts'
import { listOf } from './list.ts'

/** The account a plan would change, as shown to users. */
export interface AccountShown {
  readonly environment: Environment
  readonly accountName: string
}

/** What to type before a plan is applied. `prompt` describes the effect and names the account. */
export type Confirmation =
  | { readonly kind: 'none'; readonly prompt: string }
  | { readonly kind: 'count'; readonly text: string; readonly prompt: string }
  | { readonly kind: 'word'; readonly text: string; readonly prompt: string }

/** What a confirmation depends on besides the plan. */
export interface ConfirmationGround {
  readonly account: AccountShown
  readonly facts: AccountFacts
  readonly limits: GuardLimits
  /** The one user or person the plan changes; null when it changes more. */
  readonly only: string | null
}

/** A confirmation with what the volume policies decide about the plan. */
export interface JudgedPlan {
  readonly confirmation: Confirmation
  readonly verdict: VolumeVerdict
  readonly reach: Reach
}

/** "43%", "510 in 24 hours, 21%": the share a large plan has to confirm. */
function shareText(i18n: I18n, { percent, touched, withToday }: Reach): string {
  if (!withToday) return percent === null ? '' : `${percent}%`
  if (percent === null) return i18n._('{touched} in 24 hours', { touched })
  return i18n._('{touched} in 24 hours, {percent}%', { touched, percent })
}

/** "In ACME (production) this removes 3 users." */
function effectText(i18n: I18n, summary: PlanSummary, { account, only }: ConfirmationGround): string {
  const { removals, erasures, updates } = volumeOf(summary)
  const grants = adminGrants(summary)
  const users = (count: number) => only ?? userCount(i18n, count)
  const people = only ?? peopleCount(i18n, erasures)
  const phrases = [
    ...(removals > 0 ? [i18n._('removes {users}', { users: users(removals) })] : []),
    ...(erasures > 0 ? [i18n._('queues erasure of the data of {people}', { people })] : []),
    ...(updates > 0 || summary.dispositions.change === 0 ? [i18n._('changes {users}', { users: users(updates) })] : []),
    ...(grants > 0
      ? [i18n._('grants elevated access ({grants, plural, one {# admin role} other {# admin roles}})', { grants })]
      : []),
  ]
  return i18n._('In {account} ({environment}) this {phrases}.', {
    account: account.accountName,
    environment: account.environment,
    phrases: listOf(i18n, phrases),
  })
}

function promptOf(i18n: I18n, summary: PlanSummary, ground: ConfirmationGround, reach: Reach): string {
  const effect = effectText(i18n, summary, ground)
  const { percent, withToday } = reach
  if (percent === null || ground.facts.users === 0 || ground.only !== null) return effect
  const values = { effect, percent, users: userCount(i18n, ground.facts.users) }
  return withToday
    ? i18n._('{effect} That is {percent}% of {users} with the removals and erasures of the last 24 hours.', values)
    : i18n._('{effect} That is {percent}% of {users}.', values)
}

/** "remove 2 erase 3 (5.1%) in ACME". */
function wordOf(i18n: I18n, summary: PlanSummary, account: string, share: string): string {
  const { removals, erasures } = volumeOf(summary)
  const grants = adminGrants(summary)
  const words = [
    ...(removals > 0 ? [i18n._('remove {removals}', { removals })] : []),
    ...(erasures > 0 ? [i18n._('erase {erasures}', { erasures })] : []),
    ...(grants > 0 ? [i18n._('grant {grants}', { grants })] : []),
  ]
  const change = i18n._('change {total}', { total: summary.dispositions.change })
  const action = words.length === 0 ? change : words.join(' ')
  return share === ''
    ? i18n._('{action} in {account}', { action, account })
    : i18n._('{action} ({share}) in {account}', { action, share, account })
}

/**
 * The typed confirmation, in proportion: one update needs none, many need their number; removals, erasures and grants of
 * elevated access need a word with the number and the account; a plan beyond the limits needs the share as well. The
 * number is that of the frozen plan.
 */
export function judgePlan(i18n: I18n, summary: PlanSummary, ground: ConfirmationGround): JudgedPlan {
  const volume = volumeOf(summary)
  const total = summary.dispositions.change
  const reach = reachOf(volume, ground.facts)
  const verdict = judgeVolume(volume, ground.facts, ground.limits)
  const effect = promptOf(i18n, summary, ground, reach)
  const isDestructive = volume.removals + volume.erasures + adminGrants(summary) > 0
  const confirmation = (): Confirmation => {
    if (!isDestructive && verdict === 'ok') {
      if (total <= 1) return { kind: 'none', prompt: effect }
      return {
        kind: 'count',
        text: String(total),
        prompt: i18n._('{effect} Type {total} to continue.', { effect, total }),
      }
    }
    const share = verdict === 'ok' ? '' : shareText(i18n, reach)
    const text = wordOf(i18n, summary, ground.account.accountName, share)
    return { kind: 'word', text, prompt: i18n._('{effect} Type "{text}" to continue.', { effect, text }) }
  }
  return { confirmation: confirmation(), verdict, reach }
}
