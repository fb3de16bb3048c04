import type { I18n } from '@lingui/core'
import type { CauseCode } from '@muster/core/outcome/cause'
import type { Message } from '@muster/core/text/message'
import { message } from '../message.ts'
import { messageText } from '../message-text.ts'

export interface CauseText {
  /** "Role not found". */
  readonly title: string
  /** What happened and why. */
  readonly explanation: string
  /** What to do. */
  readonly remedy: string
}

/** The title of a cause: "Role not found". */
export const causeTitleMessage = (code: CauseCode): Message => message(`cause_title.${code}`)

/** The title, the explanation and the remedy of a cause. */
export const causeMessages = (code: CauseCode) => ({
  titleMessage: causeTitleMessage(code),
  explanationMessage: message(`cause_explanation.${code}`),
  remedyMessage: message(`cause_remedy.${code}`),
})

/** The text of a cause. Every screen and report takes it from here. */
export function causeText(i18n: I18n, code: CauseCode): CauseText {
  const { titleMessage, explanationMessage, remedyMessage } = causeMessages(code)
  return {
    title: messageText(i18n, titleMessage),
    explanation: messageText(i18n, explanationMessage),
    remedy: messageText(i18n, remedyMessage),
  }
}

export const causeTitle = (i18n: I18n, code: CauseCode): string => messageText(i18n, causeTitleMessage(code))
