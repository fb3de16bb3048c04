import type { Messages } from '@lingui/core'

type CompiledMessage = Exclude<Messages[string], string>

/** The letters, and the accent of each at the same place. */
export const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
export const accented = 'åƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ'

/** Accents every letter but those of element tags such as `<0>`. */
const accent = (text: string): string =>
  text.replace(/<\/?\d+\/?>|[a-zA-Z]/g, (found) => (found.length === 1 ? accented.charAt(plain.indexOf(found)) : found))

function localizeToken(token: CompiledMessage[number]): CompiledMessage {
  if (typeof token === 'string') return [token === '#' ? token : accent(token)]
  const [name, type, choices] = token
  // Values come between brackets: text without accents outside of them is not in the catalogue.
  if (typeof choices !== 'object' || choices === null) return ['⟦', token, '⟧']
  const localized = Object.entries(choices).map(([key, choice]) => [key, localizeChoice(choice)])
  return [type === undefined ? [name] : [name, type, Object.fromEntries(localized)]]
}

const localizeChoice = (choice: unknown): unknown => (Array.isArray(choice) ? choice.flatMap(localizeToken) : choice)

/** The pseudo-locale: every message of a catalogue with accents, to find text that is not in the catalogue. */
export function pseudoLocalize(messages: Messages): Messages {
  const localized: Messages = {}
  for (const [id, message] of Object.entries(messages))
    localized[id] = typeof message === 'string' ? accent(message) : message.flatMap(localizeToken)
  return localized
}
