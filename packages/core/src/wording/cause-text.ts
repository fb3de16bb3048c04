import type { CauseCode } from '../outcome/cause.ts'
import type { CauseText } from './cause-text-entry.ts'
import { plannedCauses } from './cause-text-planned.ts'
import { sentCauses } from './cause-text-sent.ts'

/** One text a cause: the only place where causes are put into words. */
export const causeTexts: Readonly<Record<CauseCode, CauseText>> = { ...plannedCauses, ...sentCauses }
