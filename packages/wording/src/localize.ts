import type { I18n } from '@lingui/core'
import type { Message } from '@muster/core/text/message'
import { keptText } from './message-text.ts'

// untranslated: the end of the name of a field
export const messageSuffix = 'Message'

export const isMessage = (value: unknown): value is Message =>
  typeof value === 'object' && value !== null && 'code' in value && 'facts' in value

function localizeObject(i18n: I18n, response: object): void {
  for (const [key, value] of Object.entries(response)) {
    if (!key.endsWith(messageSuffix) || !isMessage(value)) {
      localize(i18n, value)
      continue
    }
    const beside = key.slice(0, -messageSuffix.length)
    const sentence: unknown = Reflect.get(response, beside)
    if (typeof sentence === 'string') Reflect.set(response, beside, keptText(i18n, value, sentence))
  }
}

/** Whether a response has sentences to put into a language. */
export const hasMessages = (response: unknown): boolean =>
  typeof response === 'object' &&
  response !== null &&
  Object.entries(response).some(
    ([key, value]) => (key.endsWith(messageSuffix) && isMessage(value)) || hasMessages(value),
  )

/**
 * Puts each sentence of a response into the language of `i18n`: the `title` beside a `titleMessage`, the `reason` beside
 * a `reasonMessage`. Done once where responses arrive, so no page shows the server's English. Changes the given object.
 */
export function localize<T>(i18n: I18n, response: T): T {
  if (Array.isArray(response)) for (const one of response) localize(i18n, one)
  else if (typeof response === 'object' && response !== null) localizeObject(i18n, response)
  return response
}
