import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Receipt } from '@muster/contracts/erasures'

const statements: Readonly<Record<Receipt['state'], MessageDescriptor>> = {
  queued: msg`Kore.ai has queued the erasure and has not reported its completion yet.`,
  in_progress: msg`Kore.ai is erasing the data.`,
  erased: msg`Kore.ai reports that the data of all people of this request is erased.`,
  failed: msg`Kore.ai did not erase the data of all people of this request.`,
  needs_decision: msg`It is not known whether Kore.ai erased the data.`,
}

/** What a receipt certifies, as a sentence. */
export const statementWords = ({ state }: Pick<Receipt, 'state'>): string => i18n._(statements[state])

const kinds: Readonly<Record<Receipt['people'][number]['by'], MessageDescriptor>> = {
  email: msg`Email`,
  orgUserId: msg`Organization ID`,
  userId: msg`User ID`,
  channelUserId: msg`Channel identity`,
}

export const identifierKind = (by: Receipt['people'][number]['by']): string => i18n._(kinds[by])

const states: Readonly<Record<Receipt['people'][number]['state'], MessageDescriptor>> = {
  waiting: msg`Waiting`,
  erased: msg`Erased`,
  failed: msg`Failed`,
}

export const personStateWords = (state: Receipt['people'][number]['state']): string => i18n._(states[state])

/** The signature in what a verifier has: the downloaded file, or the signature alone. */
export function signatureIn(text: string): string {
  try {
    const file: unknown = JSON.parse(text)
    if (typeof file === 'object' && file !== null && 'jws' in file && typeof file.jws === 'string') return file.jws
  } catch {
    // Not a file: the signature itself.
  }
  return text.replaceAll(/\s/g, '')
}
