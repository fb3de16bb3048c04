import type { ReactNode } from 'react'

interface Part {
  readonly at: number
  readonly text: string
  readonly isMatch: boolean
}

const isInWord = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}]/u.test(character)

/** The words of a search, in lower case, without its terms as `group:Support`. */
export function searchedWords(q: string | undefined): readonly string[] {
  const words = (q ?? '').toLowerCase().split(/\s+/)
  return words.filter((word) => word !== '' && !word.includes(':') && !word.includes('"'))
}

/** A text in parts. As in the search, one or two characters match the start of a word, more match anywhere. */
export function markedParts(text: string, words: readonly string[]): readonly Part[] {
  const lower = text.toLowerCase()
  const isMatch = Array.from({ length: text.length }, () => false)
  // In a few languages a letter has another length in lower case.
  for (const word of lower.length === text.length ? words : []) {
    for (let at = lower.indexOf(word); at !== -1; at = lower.indexOf(word, at + 1)) {
      if (word.length > 2 || !isInWord(lower[at - 1])) isMatch.fill(true, at, at + word.length)
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
