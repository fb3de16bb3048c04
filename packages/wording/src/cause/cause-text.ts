import type { I18n } from '@lingui/core'
import type { CauseCode } from '@muster/core/outcome/cause'
import { type CauseMessages, plannedCauses } from './planned-causes.ts'
import { sentCauses } from './sent-causes.ts'

export interface CauseText {
  /** "Role not found". */
  readonly title: string
  /** What happened and why. */
  readonly explanation: string
  /** What to do. */
  readonly remedy: string
}

const messages: Readonly<Record<CauseCode, CauseMessages>> = { ...plannedCauses, ...sentCauses }

/** The text of a cause. Every screen and report takes it from here. */
export function causeText(i18n: I18n, code: CauseCode): CauseText {
  const { title, explanation, remedy } = messages[code]
  return { title: i18n._(title), explanation: i18n._(explanation), remedy: i18n._(remedy) }
}

/** The title of a cause: "Role not found". */
export function causeTitle(i18n: I18n, code: CauseCode): string {
  return i18n._(messages[code].title)
}
