import { listInWords } from '../account/access-names.ts'
import type { Environment } from '../environment.ts'
import type { PlanSummary } from '../plan/plan.ts'
import type { GuardLimits } from '../policy/limits.ts'
import { type AccountFacts, judgeVolume, type Reach, reachOf, type VolumeVerdict, volumeOf } from '../policy/volume.ts'
import { peopleInWords, usersInWords } from './effect-label.ts'

/** The account a plan would touch, as shown to users. */
export interface AccountShown {
  readonly environment: Environment
  readonly accountName: string
}

/** What to type before a plan is applied. `prompt` says what happens and names the account. */
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

/** A confirmation with what the volume policies say about the plan. */
export interface JudgedPlan {
  readonly confirmation: Confirmation
  readonly verdict: VolumeVerdict
  readonly reach: Reach
}

/** Admin roles that would be given: they hold for the whole account. A user who gets two counts twice. */
export function adminGrants({ effects }: Pick<PlanSummary, 'effects'>): number {
  const granted = effects.filter(({ key }) => key.startsWith('role:') && key.endsWith(':*'))
  return granted.reduce((sum, { added }) => sum + added, 0)
}

/** "43%", "510 in 24 hours, 21%": the share a large plan asks for. */
function shareText({ percent, touched, withToday }: Reach): string {
  const share = percent === null ? [] : [`${percent}%`]
  return [...(withToday ? [`${touched} in 24 hours`] : []), ...share].join(', ')
}

function promptOf(summary: PlanSummary, { account, only, facts }: ConfirmationGround, reach: Reach): string {
  const { removals, erasures, updates } = volumeOf(summary)
  const grants = adminGrants(summary)
  const doings = [
    ...(removals > 0 ? [`removes ${only ?? usersInWords(removals)}`] : []),
    ...(erasures > 0 ? [`queues erasure of the data of ${only ?? peopleInWords(erasures)}`] : []),
    ...(updates > 0 || summary.dispositions.change === 0 ? [`changes ${only ?? usersInWords(updates)}`] : []),
    ...(grants > 0 ? [`grants elevated access (${grants === 1 ? '1 admin role' : `${grants} admin roles`})`] : []),
  ]
  const where = `In ${account.accountName} (${account.environment}) this ${listInWords(doings)}.`
  if (reach.percent === null || facts.users === 0 || only !== null) return where
  const today = reach.withToday ? ' with the removals and erasures of the last 24 hours' : ''
  return `${where} That is ${reach.percent}% of ${usersInWords(facts.users)}${today}.`
}

/**
 * The typed confirmation, in proportion: one update needs none, many their number; removals, erasures and grants of
 * elevated access a word with the number and the account; whatever exceeds the limits the share as well. The number is that
 * of the frozen plan.
 */
export function judgePlan(summary: PlanSummary, ground: ConfirmationGround): JudgedPlan {
  const volume = volumeOf(summary)
  const { removals, erasures } = volume
  const total = summary.dispositions.change
  const reach = reachOf(volume, ground.facts)
  const verdict = judgeVolume(volume, ground.facts, ground.limits)
  const prompt = promptOf(summary, ground, reach)
  const grants = adminGrants(summary)
  const words = [
    ...(removals > 0 ? [`remove ${removals}`] : []),
    ...(erasures > 0 ? [`erase ${erasures}`] : []),
    ...(grants > 0 ? [`grant ${grants}`] : []),
  ]
  const confirmation = (): Confirmation => {
    if (words.length === 0 && verdict === 'ok') {
      if (total <= 1) return { kind: 'none', prompt }
      return { kind: 'count', text: String(total), prompt: `${prompt} Type ${total} to continue.` }
    }
    const share = verdict === 'ok' ? '' : shareText(reach)
    const what = words.length === 0 ? `change ${total}` : words.join(' ')
    const text = `${what}${share === '' ? '' : ` (${share})`} in ${ground.account.accountName}`
    return { kind: 'word', text, prompt: `${prompt} Type "${text}" to continue.` }
  }
  return { confirmation: confirmation(), verdict, reach }
}

/** Case, spaces and the comma in "4,812" are ignored; nothing else is. */
const plain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/(?<=\d),(?=\d{3}(?!\d))/g, '')

/** Whether what was typed is what the plan asks for. */
export function isConfirmed(
  confirmation: { readonly kind: 'none' } | { readonly kind: 'count' | 'word'; readonly text: string },
  typed: string | undefined,
): boolean {
  return confirmation.kind === 'none' || plain(typed ?? '') === plain(confirmation.text)
}
