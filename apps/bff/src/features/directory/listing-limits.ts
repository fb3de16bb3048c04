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

const numbers = new Intl.NumberFormat('en')
/** Records beyond the reported total: users are added meanwhile, and a total may count less than the list. */
const surplusAllowed = (total: number) => 2 * total + 100
/** A list whose pages have fewer records than this on average does not end in a useful time. */
const leastRecordsOfPage = 50
const firstPages = 1000

/** Why a list that has another page must not be read further, as a sentence; null if it may. */
export function excessOf({ step, done, total, pages }: ListingProgress, maxRecords: number): string | null {
  const stopped = 'Muster stopped reading it and removed no users.'
  if (done >= maxRecords)
    return `The list of ${step} has more than ${numbers.format(maxRecords)} records. ${stopped} If the account has that many, increase KORE_MAX_USERS.`
  if (total !== null && done > surplusAllowed(total))
    return `Kore.ai reports ${numbers.format(total)} ${step} but listed ${numbers.format(done)}, and the list goes on. ${stopped}`
  if (pages >= firstPages + maxRecords / leastRecordsOfPage)
    return `The list of ${step} has more than ${numbers.format(pages)} pages. ${stopped}`
  return null
}
