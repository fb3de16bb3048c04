import { type I18n, type Messages, setupI18n } from '@lingui/core'
import { type CompiledMessage, compileMessage } from '@lingui/message-utils/compileMessage'
import { type Language, sourceLanguage } from '@muster/core/language'
import type { Message, Sentence } from '@muster/core/text/message'
import { messageText } from './message-text.ts'
import { codedMessages } from './messages/registry.ts'

/** Compiles each message once. Messages come from the source and the catalogues, so the map is bounded. */
function compileOnce(): (message: string) => CompiledMessage {
  const compiled = new Map<string, CompiledMessage>()
  return (message) => {
    const known = compiled.get(message) ?? compileMessage(message)
    compiled.set(message, known)
    return known
  }
}

/** A language outside the browser, where messages are compiled on first use. */
export function createI18n(language: Language, messages: Messages): I18n {
  return setupI18n({ locale: language, messages: { [language]: messages } }).setMessagesCompiler(compileOnce())
}

/** English from the messages in the source: for the audit, for records and for tests. */
export const english: I18n = createI18n(
  sourceLanguage,
  Object.fromEntries(codedMessages.map(({ id, message }) => [id, message])),
)

/** A sentence in English: as it is stored beside its code, and for readers of the API. */
export const englishText = (sentence: Sentence): string =>
  typeof sentence === 'string' ? sentence : messageText(english, sentence)

/** The code of a sentence, to store or send beside it; null if it has none. */
export const messageOf = (sentence: Sentence): Message | null => (typeof sentence === 'string' ? null : sentence)
