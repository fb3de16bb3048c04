import type { Message, Sentence } from '@muster/core/text/message'
import { englishText, messageOf } from '@muster/wording/english'
import { storableJson, storableText } from './storable-json.ts'

/** The columns of a sentence: in English, and as a code with its facts. */
export function storedSentence(sentence: Sentence): { text: string; message: string | null } {
  const message = messageOf(sentence)
  return { text: storableText(englishText(sentence)), message: message === null ? null : storableJson(message) }
}

/** The columns of a reason, for the tables that name them so. */
export function reasonColumns(reason: Sentence | null): { reason: string | null; reason_message: string | null } {
  if (reason === null) return { reason: null, reason_message: null }
  const { text, message } = storedSentence(reason)
  return { reason: text, reason_message: message }
}

/** The same for a problem. */
export function problemColumns(problem: Sentence | null): { problem: string | null; problem_message: string | null } {
  const { reason, reason_message } = reasonColumns(problem)
  return { problem: reason, problem_message: reason_message }
}

/** A sentence from its columns. */
export function sentenceOf<T extends string | null>(text: T, message: Message | null): T | Message {
  return message ?? text
}
