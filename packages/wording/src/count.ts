import type { PlanSummary } from '@muster/core/plan/plan'
import type { Message } from '@muster/core/text/message'
import { message } from './message.ts'

/** "38 users"; "38 people" if all of them are erased: for erasure, because data subjects need not be users. */
export const subjectMessage = (count: number, { update, remove, erase }: PlanSummary['kinds']): Message =>
  erase > 0 && update + remove === 0 ? message('count.people', { count }) : message('count.users', { count })
