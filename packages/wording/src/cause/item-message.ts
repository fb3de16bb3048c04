import type { I18n } from '@lingui/core'
import type { CauseCode } from '@muster/core/outcome/cause'
import { causeSentence } from './cause-sentence.ts'
import type { Details } from './details-text.ts'

/** Muster's sentence for one item: the cause with its facts. */
export function itemMessage(i18n: I18n, cause: CauseCode, details: Details): string {
  const { reason, landed, restored, decision } = details
  if (cause === 'unexpected_answer' && reason !== undefined) return reason
  const isLost = cause === 'no_answer'
  if (isLost && landed === 'nothing') return i18n._('No response; a second read shows that nothing changed')
  const isRestored = isLost && restored !== undefined
  const sentence = isRestored ? restoredText(i18n) : causeSentence(i18n, cause, details)
  if (!isRestored && landed === 'part') return i18n._('{sentence}; part of the change took effect', { sentence })
  return decision === 'left' ? i18n._('{sentence}; left as it is', { sentence }) : sentence
}

function restoredText(i18n: I18n): string {
  return i18n._(
    'The database was restored from an older state. This erasure may have been requested since, so you decide whether to send it',
  )
}
