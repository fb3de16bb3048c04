import { i18n, type Messages } from '@lingui/core'
import { directionOf, isLanguage, type Language, matchLanguage, sourceLanguage } from '@muster/core/language'

type Part = () => Promise<{ readonly messages: Messages }>

interface Catalogue {
  /** The messages of the shell and of the first page. */
  readonly first: Part
  /** All others, and those that the server sends as codes. */
  readonly rest: Part
}

/** Two chunks for each language (see build/split-messages.ts); the browser loads only the active one. */
const catalogues: Readonly<Record<Language, Catalogue>> = {
  en: {
    first: () => import('virtual:muster-messages/en-first'),
    rest: () => import('virtual:muster-messages/en-rest'),
  },
  de: {
    first: () => import('virtual:muster-messages/de-first'),
    rest: () => import('virtual:muster-messages/de-rest'),
  },
  ar: {
    first: () => import('virtual:muster-messages/ar-first'),
    rest: () => import('virtual:muster-messages/ar-rest'),
  },
}

/** For tests that search for text outside the catalogue; not in the menu. */
const pseudo = 'pseudo'
type ActiveLanguage = Language | typeof pseudo

const storageKey = 'muster-language'

function storedLanguage(): ActiveLanguage | null {
  const stored = localStorage.getItem(storageKey) ?? ''
  return stored === pseudo || isLanguage(stored) ? stored : null
}

/** Loads a part of a catalogue into `i18n`. */
async function load(language: ActiveLanguage, part: 'first' | 'rest'): Promise<void> {
  if (language !== pseudo) return i18n.load(language, (await catalogues[language][part]()).messages)
  const [{ messages }, { pseudoLocalize }] = await Promise.all([
    catalogues[sourceLanguage][part](),
    import('./pseudo-localize.ts'),
  ])
  return i18n.load(language, pseudoLocalize(messages))
}

let rest: Promise<void> | undefined

/** Loads the messages that the first page does not show. A page with code of its own waits for them as well. */
function loadAllMessages(): Promise<void> {
  rest ??= load(activeLanguage, 'rest').catch((error: unknown) => {
    rest = undefined
    throw error
  })
  return rest
}

/** The code of a page, when its messages are loaded. */
export async function withMessages<T>(code: Promise<T>): Promise<T> {
  const [loaded] = await Promise.all([code, loadAllMessages()])
  return loaded
}

let activeLanguage: ActiveLanguage = sourceLanguage
let isActivated: Promise<void> = Promise.resolve()

/** Resolves when sentences have a language. The first calls leave before that. */
export const untilActivated = (): Promise<void> => isActivated

async function activate(language: ActiveLanguage): Promise<void> {
  // The server's sentences arrive in English with their codes, which are in the rest.
  await Promise.all([load(language, 'first'), ...(language === sourceLanguage ? [] : [loadAllMessages()])])
  // untranslated: for developers
  i18n.on('missing', ({ id }) => console.error(`no message ${id} in ${language}`))
  i18n.activate(language, language === pseudo ? [sourceLanguage] : undefined)
}

/**
 * Activates the language last used in this browser, otherwise the first language of the browser that has a catalogue.
 * Runs before the first render, so nothing on screen changes its language later.
 */
export function activateLanguage(): Promise<void> {
  activeLanguage = storedLanguage() ?? matchLanguage(navigator.languages)
  document.documentElement.lang = activeLanguage === pseudo ? sourceLanguage : activeLanguage
  document.documentElement.dir = directionOf(activeLanguage)
  isActivated = activate(activeLanguage)
  return isActivated
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
