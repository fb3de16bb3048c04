import { type I18n, setupI18n } from '@lingui/core'
import { type CompiledMessage, compileMessage } from '@lingui/message-utils/compileMessage'

/** Compiles each message once; the messages are those of the source, so the map is bounded. */
function compileOnce(): (message: string) => CompiledMessage {
  const compiled = new Map<string, CompiledMessage>()
  return (message) => {
    const known = compiled.get(message) ?? compileMessage(message)
    compiled.set(message, known)
    return known
  }
}

/** English from the messages in the source, without a catalogue: for the audit, for records and for tests. */
export const english: I18n = setupI18n({ locale: 'en', messages: { en: {} } }).setMessagesCompiler(compileOnce())
