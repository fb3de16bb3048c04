import { foldText } from '../text/fold-text.ts'
import type { Sentence } from '../text/message.ts'

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

/** What a search finds: a plan or a job. */
export interface Titled {
  readonly id: string
  /** The name, the title in English and the member. */
  readonly texts: readonly (string | null)[]
  /** The title as codes with facts. */
  readonly message: Sentence | null
}

export function titleSearch(q: string, codesOf: (word: string) => readonly string[] = () => []): TitleSearch {
  const typed = q.trim()
  const words = foldText(typed).split(/\s+/)
  return { typed, words: words.map((text) => ({ text, codes: codesOf(text) })) }
}

/** Whether each word of the search is in one of the texts, or of a code of the title, or the search is the ID. */
export function isFound({ typed, words }: TitleSearch, { id, texts, message }: Titled): boolean {
  const folded = foldText(texts.join(' '))
  const coded = JSON.stringify(message)
  const hasCode = (code: string): boolean => coded.includes(`"code":${JSON.stringify(code)}`)
  return id === typed || words.every(({ text, codes }) => folded.includes(text) || codes.some(hasCode))
}
