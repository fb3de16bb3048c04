import type { I18n } from '@lingui/core'

/** "a, b, and c" in the language of `i18n`. */
export function listOf(i18n: I18n, parts: readonly string[]): string {
  return new Intl.ListFormat(i18n.locales ?? i18n.locale, { type: 'conjunction' }).format(parts)
}

/** Starts a sentence with a capital, in the scripts that have capitals. */
export function sentenceCase(i18n: I18n, text: string): string {
  const [first = ''] = text
  return first.toLocaleUpperCase(i18n.locale) + text.slice(first.length)
}
