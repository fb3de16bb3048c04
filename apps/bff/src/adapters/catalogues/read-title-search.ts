import type { I18n } from '@lingui/core'
import { type Language, languages, sourceLanguage } from '@muster/core/language'
import { type ReadTitleSearch, titleSearch } from '@muster/core/search/title-search'
import { createTitleCodes } from '@muster/wording/title-codes'

/** Reads searches in all languages: a title is found by the words that any member sees. */
export function createTitleSearch(catalogue: (language: Language) => Promise<I18n>): ReadTitleSearch {
  const read = async () => {
    const translated = languages.filter((language) => language !== sourceLanguage)
    return createTitleCodes(await Promise.all(translated.map(catalogue)))
  }
  let codes: ReturnType<typeof read> | undefined
  return async (q) => {
    codes ??= read().catch((error: unknown) => {
      // The next search reads them again.
      codes = undefined
      throw error
    })
    return titleSearch(q, await codes)
  }
}
