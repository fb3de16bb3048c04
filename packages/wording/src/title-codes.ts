import type { I18n } from '@lingui/core'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { foldText } from '@muster/core/text/fold-text'
import { titles } from './messages/titles.ts'

/** The text of a message without its facts, in all its plural forms. */
function wordsOf(message: unknown): string {
  if (!Array.isArray(message)) return ''
  return message
    .map((token: unknown) => {
      const [, , forms] = Array.isArray(token) ? token : []
      if (typeof forms === 'object' && forms !== null) return Object.values(forms).map(wordsOf).join(' ')
      return typeof token === 'string' ? token : ''
    })
    .join(' ')
}

/** Finds the codes of titles whose text in one of these languages has a word, or a part of one. */
export function createTitleCodes(catalogues: readonly I18n[]): (word: string) => readonly string[] {
  const texts = titles.map(({ id }) => ({
    id,
    text: foldText(
      catalogues
        .map((i18n) => {
          const message = i18n.messages[id]
          return message === undefined ? '' : wordsOf(typeof message === 'string' ? compileMessage(message) : message)
        })
        .join(' '),
    ),
  }))
  return (word) => {
    const folded = foldText(word)
    return folded === '' ? [] : texts.flatMap(({ id, text }) => (text.includes(folded) ? [id] : []))
  }
}
