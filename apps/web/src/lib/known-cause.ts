import { type CauseCode, causeCodes } from '@muster/core/outcome/cause'

/** The cause in the search of a page; undefined for a text that is none, because anyone can edit a URL. */
export const knownCause = (text: string | undefined): CauseCode | undefined => causeCodes.find((code) => code === text)
