import type { Messages } from '@lingui/core'
import type { Language } from '@muster/core/language'

type Catalogue = () => Promise<{ readonly messages: Messages }>

/** One chunk for each language; the browser loads only the active one. */
export const catalogues: Readonly<Record<Language, Catalogue>> = {
  en: () => import('@muster/wording/locales/en.po'),
  de: () => import('@muster/wording/locales/de.po'),
  ar: () => import('@muster/wording/locales/ar.po'),
}
