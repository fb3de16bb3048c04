import type { I18n } from '@lingui/core'
import type { PlanSummary } from '@muster/core/plan/plan'
import type { Message } from '@muster/core/text/message'
import { message } from './message.ts'
import { messageText } from './message-text.ts'

/** "38 users"; "38 people" if all of them are erased: for erasure, because data subjects need not be users. */
export const subjectMessage = (count: number, { update, remove, erase }: PlanSummary['kinds']): Message =>
  erase > 0 && update + remove === 0 ? message('count.people', { count }) : message('count.users', { count })

export const subjectCount = (i18n: I18n, count: number, kinds: PlanSummary['kinds']): string =>
  messageText(i18n, subjectMessage(count, kinds))
