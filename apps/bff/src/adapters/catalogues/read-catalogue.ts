import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { I18n } from '@lingui/core'
import { formatter } from '@lingui/format-po'
import { type Language, sourceLanguage } from '@muster/core/language'
import { createI18n } from '@muster/wording/english'

/** Reads the catalogue of a language, for reports in a member's language. Untranslated messages stay English. */
export async function readCatalogue(language: Language): Promise<I18n> {
  const file = fileURLToPath(import.meta.resolve(`@muster/wording/locales/${language}.po`))
  const catalogue = await formatter().parse(await readFile(file, 'utf8'), {
    locale: language,
    sourceLocale: sourceLanguage,
    filename: file,
  })
  const translated = Object.entries(catalogue).flatMap(([id, { translation }]) =>
    translation === undefined || translation === '' ? [] : [[id, translation] as const],
  )
  return createI18n(language, Object.fromEntries(translated))
}
