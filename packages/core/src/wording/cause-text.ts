import type { CauseCode } from '../outcome/cause.ts'
import type { FixKind } from '../plan/fix.ts'
import { askedCauses } from './cause-text-planned.ts'
import { sentCauses } from './cause-text-sent.ts'

/** What a cause means, for an administrator. */
export interface CauseText {
  /** "The role does not exist". */
  readonly title: string
  /** What happened and why. */
  readonly explanation: string
  /** What to do. */
  readonly remedy: string
  /** Whether asking again as it is can help. */
  readonly retryable: boolean
  /** Fixes offered in place. */
  readonly fixes: readonly FixKind[]
}

/** One text a cause: the only place where causes are put into words. */
export const causeTexts: Readonly<Record<CauseCode, CauseText>> = { ...askedCauses, ...sentCauses }
