import type { JobItemEntry } from '@muster/contracts/jobs'
import { describeDetails } from '@muster/wording/cause/describe-details'
import { itemMessage } from '@muster/wording/cause/item-message'
import { englishText, messageOf } from '@muster/wording/english'
import type { StoredJobItem } from '../ports.ts'

/** The subject of a failure as shown, with its label in English and as a message. */
export function detailsEntry(details: Readonly<Record<string, string>>, key: string) {
  const { label, ...ids } = describeDetails(details, key)
  return { key, label: englishText(label), labelMessage: messageOf(label), ...ids }
}

/** A user of a job as shown: with the message for the outcome, and with names for its details. */
export function jobItemEntry({ details, detailsKey, ...item }: StoredJobItem): JobItemEntry {
  const user = item.user?.email ?? item.identifier.value
  // Kore.ai's responses do not always repeat their subject.
  const message = item.cause === null ? null : itemMessage(item.cause, { user, ...details })
  return {
    ...item,
    details: detailsKey === null ? null : detailsEntry(details ?? {}, detailsKey),
    message: message === null ? null : englishText(message),
    messageMessage: message === null ? null : messageOf(message),
  }
}
