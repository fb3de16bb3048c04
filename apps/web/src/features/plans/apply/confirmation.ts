import type { PlanEntry } from '@muster/contracts/plans'
import { subjectsInWords } from '@muster/core/wording/effect-label'
import { formatPlural } from '../../../lib/format.ts'

/** How dangerous applying a plan is: decides the colour of the button and the words around it. */
export type Gravity = 'edit' | 'removal' | 'erasure'

export function gravityOf(plan: Pick<PlanEntry, 'summary'>): Gravity {
  if (plan.summary.kinds.erase > 0) return 'erasure'
  return plan.summary.kinds.remove > 0 ? 'removal' : 'edit'
}

const people = (count: number) => formatPlural(count, 'user')

const erasesOnly = ({ summary: { kinds } }: Pick<PlanEntry, 'summary'>) =>
  kinds.erase > 0 && kinds.update + kinds.remove === 0

/** Whom applying touches, counted: erasure is of people, who need not be users. */
export function describeTarget(plan: Pick<PlanEntry, 'summary'>): string {
  const { dispositions, kinds } = plan.summary
  return subjectsInWords(dispositions.change, kinds)
}

/**
 * "12.5% of 1,600 users", with the removals and erasures of 24 hours where they count. Null where no share matters: one
 * user, or erasures, which are of people outside the account.
 */
export function shareInWords(plan: Pick<PlanEntry, 'guard' | 'summary'>): string | null {
  const { percent, accountUsers, withToday } = plan.guard
  if (percent === null || erasesOnly(plan) || (!withToday && plan.summary.dispositions.change < 2)) return null
  const share = `${percent}% of ${people(accountUsers)} in the account`
  return withToday ? `${share}, with the removals and erasures of the last 24 hours` : share
}

/** What the button says: the verb and how many. */
export function applyLabel(plan: Pick<PlanEntry, 'summary'>): string {
  const count = plan.summary.dispositions.change
  const gravity = gravityOf(plan)
  const mixed = [plan.summary.kinds.update, plan.summary.kinds.remove, plan.summary.kinds.erase].filter((n) => n > 0)
  if (mixed.length > 1) return `Apply to ${people(count)}`
  if (gravity === 'erasure') return `Queue erasure for ${formatPlural(count, 'person', 'people')}`
  return gravity === 'removal' ? `Remove ${people(count)}` : `Apply to ${people(count)}`
}

/** What is said above the button where something cannot be taken back; null for plain edits. */
export function gravityWarning(plan: Pick<PlanEntry, 'summary'>): string | null {
  const { kinds } = plan.summary
  if (kinds.erase > 0) {
    return 'Erasure deletes conversation data at Kore.ai. It cannot be undone, and a request cannot be called back.'
  }
  if (kinds.remove > 0) {
    return 'Removed users lose all access to this account. Undo cannot bring them back: they must be invited again.'
  }
  return null
}
