import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { I18n } from '@lingui/core'
import { formatter } from '@lingui/format-po'
import { type Language, sourceLanguage } from '@muster/core/language'
import { createI18n } from '@muster/wording/english'

/** The catalogues, for reports in a member's language; each is read once. */
export function createCatalogues(): (language: Language) => Promise<I18n> {
  const read = new Map<Language, Promise<I18n>>()
  return (language) => {
    const catalogue = read.get(language) ?? readCatalogue(language)
    read.set(language, catalogue)
    return catalogue
  }
}

async function readCatalogue(language: Language): Promise<I18n> {
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
