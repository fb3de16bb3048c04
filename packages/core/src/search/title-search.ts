import { foldText } from '../text/fold-text.ts'

/** A search of the titles of plans and jobs, which are stored in English and as codes. */
export interface TitleSearch {
  /** Without blanks around it: it may be an ID. */
  readonly typed: string
  readonly words: readonly TitleWord[]
}

interface TitleWord {
  /** Folded. */
  readonly text: string
  /** The codes whose text has this word in a language other than English. */
  readonly codes: readonly string[]
}

/** Reads the words of a search, in the languages of the app. */
export type ReadTitleSearch = (q: string) => Promise<TitleSearch>

export function titleSearch(q: string, codesOf: (word: string) => readonly string[] = () => []): TitleSearch {
  const typed = q.trim()
  const words = foldText(typed).split(/\s+/)
  return { typed, words: words.map((text) => ({ text, codes: codesOf(text) })) }
}
