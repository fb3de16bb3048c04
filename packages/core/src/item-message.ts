import type { CauseCode } from './cause.ts'
import { causeSentence } from './cause-sentence.ts'
import { causeTexts } from './cause-text.ts'

/** Our sentence for one item: the cause with what it is about. */
export function itemMessage(cause: CauseCode, about: Readonly<Record<string, string>>): string {
  const { from, now, to, reason, landed } = about
  if (cause === 'changed_since_plan' && from !== undefined && now !== undefined) {
    return `${causeTexts[cause].title}: ${from} when planned, ${now} now, planned to be ${to ?? from}`
  }
  if (cause === 'unexpected_answer' && reason !== undefined) return reason
  const sentence = causeSentence(cause, about)
  if (landed === 'part') return `${sentence}; part of the change took effect`
  return about['decision'] === 'left' ? `${sentence}; left as it is` : sentence
}
