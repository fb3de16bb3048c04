import { plural } from '@lingui/core/macro'
import type { PlanSummary } from '@muster/core/plan/plan'

type Kinds = PlanSummary['kinds']

/** Whether every change is an erasure: its subjects are called people, because they need not be users. */
export const isErasureOnly = ({ update, remove, erase }: Kinds): boolean => erase > 0 && update + remove === 0

/** "38 users", or "38 people" where every change is an erasure. */
export const subjectWords = (count: number, kinds: Kinds): string =>
  isErasureOnly(kinds)
    ? plural(count, { one: '# person', other: '# people' })
    : plural(count, { one: '# user', other: '# users' })
