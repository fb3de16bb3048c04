import type { I18n } from '@lingui/core'
import type { PlanSummary } from '@muster/core/plan/plan'

/** "1 user", "38 users", "4,812 users". */
export function userCount(i18n: I18n, count: number): string {
  return i18n._('{count, plural, one {# user} other {# users}}', { count })
}

/** "1 person", "38 people": for erasure, because data subjects need not be users. */
export function peopleCount(i18n: I18n, count: number): string {
  return i18n._('{count, plural, one {# person} other {# people}}', { count })
}

/** "38 users"; "38 people" if all of them are erased. */
export function subjectCount(i18n: I18n, count: number, { update, remove, erase }: PlanSummary['kinds']): string {
  return erase > 0 && update + remove === 0 ? peopleCount(i18n, count) : userCount(i18n, count)
}
