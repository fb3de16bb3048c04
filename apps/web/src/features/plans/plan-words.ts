import type { PlanEntry } from '@muster/contracts/plans'
import { sourceWords } from '../../lib/source-words.ts'

/** The state of a plan in a list of plans. */
export const stateWords: Readonly<Record<PlanEntry['state'], string>> = {
  computing: 'Being computed',
  ready: 'Draft, not applied',
  failed: 'Failed, not applied',
  applied: 'Applied',
  expired: 'Expired, not applied',
}

/** Where a plan came from, in words. A file of a job's failed rows is a file with a job behind it. */
export function originWords({ source, parentJobId }: Pick<PlanEntry, 'source' | 'parentJobId'>): string {
  return source === 'upload' && parentJobId !== null ? 'for the failed rows of a job' : sourceWords(source)
}

/** Before a plan is applied while jobs are held. */
export const heldPlanWords =
  'All jobs are held since the database was restored or copied. The job of this plan starts once an owner releases them in Settings.'
