import { i18n } from '@lingui/core'
import { plural, t } from '@lingui/core/macro'
import type { PlanEntry } from '@muster/contracts/plans'
import { isConfirmed } from '@muster/core/policy/confirmation'
import { keptText } from '@muster/wording/message-text'
import { formatNumber } from '../../../lib/format.ts'
import { isErasureOnly, subjectWords } from '../../../lib/subject-text.ts'

/** How severe the application of a plan is: decides the color of the button and the warning above it. */
export type Severity = 'edit' | 'removal' | 'erasure'

export function severityOf(plan: Pick<PlanEntry, 'summary'>): Severity {
  if (plan.summary.kinds.erase > 0) return 'erasure'
  return plan.summary.kinds.remove > 0 ? 'removal' : 'edit'
}

/** How many subjects the plan changes: users, or people for erasures, who need not be users. */
export function describeTarget(plan: Pick<PlanEntry, 'summary'>): string {
  const { dispositions, kinds } = plan.summary
  return subjectWords(dispositions.change, kinds)
}

/**
 * "12.5% of 1,600 users in the account in the last 24 hours", the number that limits use, with the removals and erasures
 * of that time if they count. Null if no share applies: for one user, or for erasures, whose people are outside the account.
 */
export function shareWords(plan: Pick<PlanEntry, 'guard' | 'summary'>): string | null {
  const { percent, accountUsers, withToday } = plan.guard
  if (percent === null || isErasureOnly(plan.summary.kinds)) return null
  if (!withToday && plan.summary.dispositions.change < 2) return null
  const share = formatNumber(percent)
  return withToday
    ? plural(accountUsers, {
        one: `${share}% of # user in the account in the last 24 hours, with the removals and erasures of that time`,
        other: `${share}% of # users in the account in the last 24 hours, with the removals and erasures of that time`,
      })
    : plural(accountUsers, {
        one: `${share}% of # user in the account in the last 24 hours`,
        other: `${share}% of # users in the account in the last 24 hours`,
      })
}

/** Label of the button: the verb and the count. */
export function applyLabel(plan: Pick<PlanEntry, 'summary'>): string {
  const count = plan.summary.dispositions.change
  const { update, remove, erase } = plan.summary.kinds
  const isMixed = [update, remove, erase].filter((kindCount) => kindCount > 0).length > 1
  const severity = isMixed ? 'edit' : severityOf(plan)
  if (severity === 'erasure')
    return plural(count, { one: 'Queue erasure for # person', other: 'Queue erasure for # people' })
  return severity === 'removal'
    ? plural(count, { one: 'Remove # user', other: 'Remove # users' })
    : plural(count, { one: 'Apply to # user', other: 'Apply to # users' })
}

/** Warning above the button about what undo cannot revert; null for plain edits. */
export function irreversibleWarning(plan: Pick<PlanEntry, 'summary'>): string | null {
  const { kinds } = plan.summary
  if (kinds.erase > 0)
    return t`Erasure deletes conversation data at Kore.ai. You cannot undo it or withdraw the request.`
  if (kinds.remove > 0)
    return t`Removed users lose all access to this account. Undo cannot restore them: they must be invited again.`
  return null
}

/** What to type, in the language of the page; null for nothing. */
export function expectedWords(confirmation: PlanEntry['confirmation']): string | null {
  if (confirmation.kind === 'word') return keptText(i18n, confirmation.word, confirmation.text)
  return confirmation.kind === 'none' ? null : confirmation.text
}

/** Whether the typed text confirms the plan, in the language of the page or in English. */
export function confirms(confirmation: PlanEntry['confirmation'], typed: string): boolean {
  const expected = expectedWords(confirmation)
  return isConfirmed(confirmation, typed) || (expected !== null && isConfirmed({ kind: 'word', text: expected }, typed))
}
