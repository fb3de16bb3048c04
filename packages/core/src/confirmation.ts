import { listInWords } from './access-names.ts'
import type { Environment } from './environment.ts'
import type { PlanSummary } from './plan.ts'
import { peopleInWords, usersInWords } from './plan-title.ts'

/** The account a plan would touch, as people know it. */
export interface AccountShown {
  readonly environment: Environment
  readonly accountName: string
}

/** What a person must type before a plan is applied. `prompt` says it in words and names the account. */
export type Confirmation =
  | { readonly kind: 'none'; readonly prompt: string }
  | { readonly kind: 'count'; readonly text: string; readonly prompt: string }
  | { readonly kind: 'word'; readonly text: string; readonly prompt: string }

/** How many people the plan would remove, erase and update: only what will be sent counts. */
export function sendingOf(summary: PlanSummary): {
  readonly removals: number
  readonly erasures: number
  readonly total: number
} {
  const removed = (key: string): number => summary.effects.find((effect) => effect.key === key)?.removed ?? 0
  return { removals: removed('account'), erasures: removed('data'), total: summary.dispositions.change }
}

/**
 * Friction in proportion: one update asks for nothing, many for their number, removal and erasure for a word with the
 * number. The number is that of the frozen plan, so a plan that drifted by one is refused.
 */
export function confirmationFor(summary: PlanSummary, account: AccountShown): Confirmation {
  const { removals, erasures, total } = sendingOf(summary)
  const updates = total - removals - erasures
  const doings = [
    ...(removals > 0 ? [`removes ${usersInWords(removals)}`] : []),
    ...(erasures > 0 ? [`queues erasure of the data of ${peopleInWords(erasures)}`] : []),
    ...(updates > 0 || total === 0 ? [`changes ${usersInWords(updates)}`] : []),
  ]
  const prompt = `In ${account.accountName} (${account.environment}) this ${listInWords(doings)}.`
  const words = [...(removals > 0 ? [`remove ${removals}`] : []), ...(erasures > 0 ? [`erase ${erasures}`] : [])]
  if (words.length > 0) {
    const text = words.join(' ')
    return { kind: 'word', text, prompt: `${prompt} Type "${text}" to go on.` }
  }
  if (total <= 1) return { kind: 'none', prompt }
  return { kind: 'count', text: String(total), prompt: `${prompt} Type ${total} to go on.` }
}

/** Whether what was typed is what the plan asks for. Case, blanks and the comma in "4,812" are forgiven; nothing else is. */
export function isConfirmed(
  confirmation: { readonly kind: 'none' } | { readonly kind: 'count' | 'word'; readonly text: string },
  typed: string | undefined,
): boolean {
  if (confirmation.kind === 'none') return true
  const plain = (typed ?? '')
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/(?<=\d),(?=\d{3})/g, '')
  return plain === confirmation.text
}
