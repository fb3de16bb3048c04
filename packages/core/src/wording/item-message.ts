import type { CauseCode } from '../outcome/cause.ts'
import { causeSentence } from './cause-sentence.ts'

/** Our sentence for one item: the cause with what it is about. */
export function itemMessage(cause: CauseCode, details: Readonly<Record<string, string>>): string {
  const { reason, landed } = details
  if (cause === 'unexpected_answer' && reason !== undefined) return reason
  const sentence = causeSentence(cause, details)
  if (cause === 'no_answer' && landed === 'nothing') return `${sentence}; a second look shows that nothing changed`
  if (cause === 'no_answer' && details['restored'] !== undefined)
    return details['decision'] === 'left' ? `${restored}; left as it is` : restored
  if (landed === 'part') return `${sentence}; part of the change took effect`
  return details['decision'] === 'left' ? `${sentence}; left as it is` : sentence
}

const restored =
  'The database was restored from an older state; this erasure may have been requested since, so you decide whether to send it'
