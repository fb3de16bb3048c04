/** Languages with a complete catalogue. Another language is one entry here and one catalogue. */
export const languages = ['en', 'de', 'ar'] as const
export type Language = (typeof languages)[number]

/** The language of the source texts and of the audit. */
export const sourceLanguage: Language = 'en'

/** Each language's own name for itself. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch', ar: 'العربية' }

const rightToLeft: ReadonlySet<string> = new Set<Language>(['ar'])

/** Direction of a language's script. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return rightToLeft.has(language) ? 'rtl' : 'ltr'
}

/** Whether this is the tag of a supported language. */
export function isLanguage(tag: string): tag is Language {
  return languages.some((language) => language === tag)
}

/** The first supported language among BCP 47 tags in order of preference ("de-AT" matches "de"), else the source language. */
export function matchLanguage(tags: readonly string[]): Language {
  for (const tag of tags) {
    const base = tag.toLowerCase().split('-', 1)[0] ?? ''
    if (isLanguage(base)) return base
  }
  return sourceLanguage
}
