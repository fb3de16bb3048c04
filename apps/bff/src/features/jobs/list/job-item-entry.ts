import type { JobItemEntry } from '@muster/contracts/jobs'
import { describeDetails } from '@muster/wording/cause/describe-details'
import { itemMessage } from '@muster/wording/cause/item-message'
import { english } from '@muster/wording/english'
import type { StoredJobItem } from '../ports.ts'

/** A user of a job as shown: with the message for the outcome, and with names for its details. */
export function jobItemEntry({ details, detailsKey, ...item }: StoredJobItem): JobItemEntry {
  const user = item.user?.email ?? item.identifier.value
  return {
    ...item,
    details: detailsKey === null ? null : { key: detailsKey, ...describeDetails(english, details ?? {}, detailsKey) },
    // Kore.ai's responses do not always repeat their subject.
    message: item.cause === null ? null : itemMessage(english, item.cause, { user, ...details }),
  }
}
