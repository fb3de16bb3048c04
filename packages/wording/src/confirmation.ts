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
import type { Fact, Message } from '@muster/core/text/message'
import { english } from './english.ts'
import { message } from './message.ts'
import { messageText } from './message-text.ts'

/** The account a plan would change, as shown to users. */
export interface AccountShown {
  readonly environment: Environment
  readonly accountName: string
}

/** What to type before a plan is applied. `prompt` describes the effect and names the account. */
export type Confirmation =
  | { readonly kind: 'none'; readonly prompt: Message }
  | { readonly kind: 'count'; readonly text: string; readonly prompt: Message }
  /** `text` is the English `word`; the web app shows and compares the word of its language, and sends `text`. */
  | { readonly kind: 'word'; readonly text: string; readonly word: Message; readonly prompt: Message }

/** What a confirmation depends on besides the plan. */
export interface ConfirmationGround {
  readonly account: AccountShown
  readonly facts: AccountFacts
  readonly limits: GuardLimits
  /** The one user or data subject the plan changes; null when it changes more. */
  readonly only: string | null
}

/** A confirmation with what the volume policies decide about the plan. */
export interface JudgedPlan {
  readonly confirmation: Confirmation
  readonly verdict: VolumeVerdict
  readonly reach: Reach
}

/** "43%", "510 in 24 hours, 21%": the share a large plan has to confirm. Null if it is unknown. */
function shareOf({ percent, touched, withToday }: Reach): Message | null {
  if (!withToday) return percent === null ? null : message('confirm.percent', { percent })
  if (percent === null) return message('confirm.touched', { touched })
  return message('confirm.touched_percent', { touched, percent })
}

/** "In ACME (production) this removes 3 users." */
function effectOf(summary: PlanSummary, { account, only }: ConfirmationGround): Message {
  const { removals, erasures, updates } = volumeOf(summary)
  const grants = adminGrants(summary)
  const users = (count: number): Fact => only ?? message('count.users', { count })
  const people = only ?? message('count.people', { count: erasures })
  const phrases = [
    ...(removals > 0 ? [message('confirm.removes', { users: users(removals) })] : []),
    ...(erasures > 0 ? [message('confirm.erases', { people })] : []),
    ...(updates > 0 || summary.dispositions.change === 0
      ? [message('confirm.changes', { users: users(updates) })]
      : []),
    ...(grants > 0 ? [message('confirm.grants', { grants })] : []),
  ]
  return message('confirm.effect', {
    account: account.accountName,
    environment: message(`environment.${account.environment}`),
    phrases,
  })
}

function promptOf(summary: PlanSummary, ground: ConfirmationGround, reach: Reach): Message {
  const effect = effectOf(summary, ground)
  const { percent, withToday } = reach
  if (percent === null || ground.facts.users === 0 || ground.only !== null) return effect
  const facts = { effect, percent, users: message('count.users', { count: ground.facts.users }) }
  return withToday ? message('confirm.share_today', facts) : message('confirm.share', facts)
}

/** "remove 2 erase 3 (5.1%) in ACME". */
function wordOf(summary: PlanSummary, account: string, share: Message | null): Message {
  const { removals, erasures } = volumeOf(summary)
  const grants = adminGrants(summary)
  const [first, ...others] = [
    ...(removals > 0 ? [message('confirm.remove', { removals })] : []),
    ...(erasures > 0 ? [message('confirm.erase', { erasures })] : []),
    ...(grants > 0 ? [message('confirm.grant', { grants })] : []),
  ]
  const action = others.reduce(
    (before, second) => message('confirm.both', { first: before, second }),
    first ?? message('confirm.change', { total: summary.dispositions.change }),
  )
  return share === null
    ? message('confirm.word', { action, account })
    : message('confirm.word_share', { action, share, account })
}

/**
 * The typed confirmation, in proportion: one update needs none, many need their number; removals, erasures and grants of
 * elevated access need a word with the number and the account; a plan beyond the limits needs the share as well. The
 * number is that of the frozen plan.
 */
export function judgePlan(summary: PlanSummary, ground: ConfirmationGround): JudgedPlan {
  const volume = volumeOf(summary)
  const total = summary.dispositions.change
  const reach = reachOf(volume, ground.facts)
  const verdict = judgeVolume(volume, ground.facts, ground.limits)
  const effect = promptOf(summary, ground, reach)
  const isDestructive = volume.removals + volume.erasures + adminGrants(summary) > 0
  const confirmation = (): Confirmation => {
    if (!isDestructive && verdict === 'ok') {
      if (total <= 1) return { kind: 'none', prompt: effect }
      return {
        kind: 'count',
        text: String(total),
        prompt: message('confirm.type_count', { effect, total }),
      }
    }
    const share = verdict === 'ok' ? null : shareOf(reach)
    const word = wordOf(summary, ground.account.accountName, share)
    const text = messageText(english, word)
    return { kind: 'word', text, word, prompt: message('confirm.type_word', { effect, text: word }) }
  }
  return { confirmation: confirmation(), verdict, reach }
}
