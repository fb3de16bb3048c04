import type { I18n } from '@lingui/core'
import type { Fact, Message } from '@muster/core/text/message'

/** Codes whose text may begin with a fact that is a phrase. */
const mayBeginWithPhrase = /^(title\.phrases|cause\..+)$/

function factText(i18n: I18n, fact: Fact): string | number {
  if (typeof fact === 'string' || typeof fact === 'number') return fact
  if ('code' in fact) return messageText(i18n, fact)
  return listOf(
    i18n,
    fact.map((one) => String(factText(i18n, one))),
  )
}

/** A message in the language of `i18n`. */
export function messageText(i18n: I18n, { code, facts }: Message): string {
  const values = Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, factText(i18n, fact)]))
  const text = i18n._(code, values)
  return mayBeginWithPhrase.test(code) ? sentenceCase(i18n, text) : text
}

function isKnown(i18n: I18n, fact: Fact): boolean {
  if (typeof fact === 'string' || typeof fact === 'number') return true
  if ('code' in fact)
    return i18n.messages[fact.code] !== undefined && Object.values(fact.facts).every((one) => isKnown(i18n, one))
  return fact.every((one) => isKnown(i18n, one))
}

/** A stored sentence in the language of `i18n`: as it was stored if it has no code, or one this catalogue does not have. */
export function keptText(i18n: I18n, kept: Message | null | undefined, sentence: string): string {
  return kept != null && isKnown(i18n, kept) ? messageText(i18n, kept) : sentence
}

/** "a, b, and c" in the language of `i18n`. */
function listOf(i18n: I18n, parts: readonly string[]): string {
  return new Intl.ListFormat(i18n.locales ?? i18n.locale, { type: 'conjunction' }).format(parts)
}

/** Starts a sentence with a capital, in the scripts that have capitals. */
function sentenceCase(i18n: I18n, text: string): string {
  const [first = ''] = text
  return first.toLocaleUpperCase(i18n.locale) + text.slice(first.length)
}
