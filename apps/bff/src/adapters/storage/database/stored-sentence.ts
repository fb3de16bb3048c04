import type { Message, Sentence } from '@muster/core/text/message'
import { englishText, messageOf } from '@muster/wording/english'
import { storableJson, storableText } from './storable-json.ts'

/** The columns of a sentence: in English, and as a code with its facts. */
export function storedSentence(sentence: Sentence): { text: string; message: string | null } {
  const message = messageOf(sentence)
  return { text: storableText(englishText(sentence)), message: message === null ? null : storableJson(message) }
}

const noSentence = { text: null, message: null } as const

/** The columns of a sentence that may be absent. */
export const storedReason = (sentence: Sentence | null): { text: string | null; message: string | null } =>
  sentence === null ? noSentence : storedSentence(sentence)

/** A sentence from its columns. */
export function sentenceOf<T extends string | null>(text: T, message: Message | null): T | Message {
  return message ?? text
}
