import { i18n } from '@lingui/core'
import { directionOf, isLanguage, type Language, matchLanguage, sourceLanguage } from '@muster/core/language'
import { catalogues } from './catalogues.ts'

/** For tests that search for text outside the catalogue; not in the menu. */
const pseudo = 'pseudo'
type ActiveLanguage = Language | typeof pseudo

const storageKey = 'muster-language'

function storedLanguage(): ActiveLanguage | null {
  const stored = localStorage.getItem(storageKey) ?? ''
  return stored === pseudo || isLanguage(stored) ? stored : null
}

async function loadMessages(language: ActiveLanguage) {
  if (language !== pseudo) return (await catalogues[language]()).messages
  const [{ messages }, { pseudoLocalize }] = await Promise.all([
    catalogues[sourceLanguage](),
    import('./pseudo-localize.ts'),
  ])
  return pseudoLocalize(messages)
}

/**
 * Activates the language last used in this browser, otherwise the first language of the browser that has a catalogue.
 * Runs before the first render, so nothing on screen changes its language later.
 */
export async function activateLanguage(): Promise<void> {
  const language = storedLanguage() ?? matchLanguage(navigator.languages)
  const locales = language === pseudo ? [sourceLanguage] : undefined
  i18n.loadAndActivate({ locale: language, ...(locales && { locales }), messages: await loadMessages(language) })
  document.documentElement.lang = locales?.[0] ?? language
  document.documentElement.dir = directionOf(language)
}

/** Changes the language. Reloads the page because many places keep texts; pages with unsaved input ask first. */
export function switchLanguage(language: Language): void {
  localStorage.setItem(storageKey, language)
  location.reload()
}

/** Follows the language a member chose in another browser. */
export function followMemberLanguage(language: Language | null): void {
  if (language === null || language === i18n.locale || i18n.locale === pseudo) return
  switchLanguage(language)
}
