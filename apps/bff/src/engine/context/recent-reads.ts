import type { Clock } from '../../clock.ts'
import type { ReadUser } from '../kore-ports.ts'

/** How old a read may be to stand for one made right before a send. */
const freshMs = 5000

/** What was read of users who are about to be sent again, so that they are not read twice in a row. */
export interface RecentReads {
  keep(seq: number, read: ReadUser): void
  /** Once, and only while it is fresh. */
  take(seq: number): ReadUser | null
}

export function createRecentReads(clock: Pick<Clock, 'monotonic'>): RecentReads {
  const reads = new Map<number, { readonly read: ReadUser; readonly at: number }>()
  return {
    keep: (seq, read) => void reads.set(seq, { read, at: clock.monotonic() }),
    take: (seq) => {
      const kept = reads.get(seq)
      reads.delete(seq)
      return kept === undefined || clock.monotonic() - kept.at > freshMs ? null : kept.read
    },
  }
}
