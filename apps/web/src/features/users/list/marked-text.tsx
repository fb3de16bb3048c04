import { foldText } from '@muster/core/text/fold-text'
import type { ReactNode } from 'react'

interface Part {
  readonly at: number
  readonly text: string
  readonly isMatch: boolean
}

const isInWord = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}]/u.test(character)

/** The words of a search, folded, without its terms as `group:Support`. */
export function searchedWords(q: string | undefined): readonly string[] {
  const words = foldText(q ?? '').split(/\s+/)
  return words.filter((word) => word !== '' && !word.includes(':') && !word.includes('"'))
}

/** A text folded, and where the letter of each of its characters is in the text. */
function foldLetters(text: string) {
  const letters = Array.from(text.matchAll(/\P{M}\p{M}*|\p{M}+/gu), ({ 0: letter, index }) => {
    const folded = foldText(letter)
    return { folded, places: Array.from({ length: folded.length }, () => ({ from: index, to: index + letter.length })) }
  })
  return { folded: letters.map(({ folded }) => folded).join(''), places: letters.flatMap(({ places }) => places) }
}

/** A text in parts. As in the search, one or two characters match the start of a word, more match anywhere. */
export function markedParts(text: string, words: readonly string[]): readonly Part[] {
  const { folded, places } = foldLetters(text)
  const isMatch = Array.from({ length: text.length }, () => false)
  for (const word of words) {
    for (let at = folded.indexOf(word); at !== -1; at = folded.indexOf(word, at + 1)) {
      const [first, last] = [places[at], places[at + word.length - 1]]
      if (word.length > 2 || !isInWord(folded[at - 1])) isMatch.fill(true, first?.from, last?.to)
    }
  }
  const parts: Part[] = []
  let from = 0
  for (let at = 1; at <= text.length; at += 1) {
    if (at < text.length && isMatch[at] === isMatch[from]) continue
    parts.push({ at: from, text: text.slice(from, at), isMatch: isMatch[from] === true })
    from = at
  }
  return parts
}

/** A text with the words of the search marked. */
export function MarkedText({ text, words }: { readonly text: string; readonly words: readonly string[] }): ReactNode {
  const parts = words.length === 0 ? [] : markedParts(text, words)
  if (parts.length < 2 && parts[0]?.isMatch !== true) return text
  return parts.map(({ at, text: part, isMatch }) => (isMatch ? <mark key={at}>{part}</mark> : part))
}
