import type { CauseCode } from '@muster/core/outcome/cause'
import type { Message, Sentence } from '@muster/core/text/message'
import { message } from '../message.ts'
import { causeMessage } from './cause-sentence.ts'
import type { Details } from './details-text.ts'

/** Muster's sentence for one item: the cause with its facts. */
export function itemMessage(cause: CauseCode, details: Details): Sentence {
  const { reason, landed, restored, decision } = details
  // Items of earlier versions have the sentence instead of its code.
  if (cause === 'unexpected_response' && reason !== undefined) {
    return reason === 'not_shown' ? message('cause.not_shown') : reason
  }
  const isLost = cause === 'no_response'
  if (isLost && landed === 'nothing') return message('cause.landed_nothing')
  const isRestored = isLost && restored !== undefined
  const sentence: Message = isRestored ? message('cause.restored') : causeMessage(cause, details)
  if (!isRestored && landed === 'part') return message('cause.landed_part', { sentence })
  return decision === 'left' ? message('cause.left', { sentence }) : sentence
}
