import type { Hold } from '@muster/contracts/hold'
import { formatPlural } from '../../lib/format.ts'

/** Why jobs are held, for Settings. */
export const reasonWords: Readonly<Record<Hold['reason'], string>> = {
  older: 'The database is older than the last call Muster sent: a backup was put back.',
  dump: 'The database was loaded from a dump or copied from another database.',
  copied: 'The data folder is a copy: it was restored or moved.',
  unknown: 'The file store-mark.json beside the database is missing, so the database may be an old one.',
}

/** What is held, in one sentence. */
export function heldWords({ jobs, users, erasures }: Pick<Hold, 'jobs' | 'users' | 'erasures'>): string {
  if (jobs === 0) return 'No job is unfinished.'
  const parts = [
    users === 0 ? null : `${formatPlural(users, 'user')} to be re-read before anything is sent`,
    erasures === 0
      ? null
      : `the erasure of ${formatPlural(erasures, 'person', 'people')}, which may have been requested already, to be decided on the job`,
  ].filter((part) => part !== null)
  const held = formatPlural(jobs, 'unfinished job')
  return parts.length === 0 ? `Held: ${held}.` : `Held: ${held}, with ${parts.join(', and ')}.`
}
