import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type { PassStep } from './ports.ts'

/** How far the reading of a list has come. */
export interface ListingProgress {
  readonly step: PassStep
  /** Distinct records so far. */
  readonly done: number
  /** As Kore.ai reports it; null if it does not. */
  readonly total: number | null
  readonly pages: number
}

/** Records beyond the reported total: users are added meanwhile, and a total may count less than the list. */
const surplusAllowed = (total: number) => 2 * total + 100
/** A list whose pages have fewer records than this on average does not end in a useful time. */
const leastRecordsOfPage = 50
const firstPages = 1000

/** Why a list that has another page must not be read further; null if it may. */
export function excessOf({ step, done, total, pages }: ListingProgress, maxRecords: number): Message | null {
  const list = message(`list.${step}`)
  if (done >= maxRecords) return message('directory.list_too_long', { list, most: maxRecords })
  if (total !== null && done > surplusAllowed(total))
    return message('directory.list_beyond_total', { list, total, listed: done })
  if (pages >= firstPages + maxRecords / leastRecordsOfPage) return message('directory.list_pages', { list, pages })
  return null
}
