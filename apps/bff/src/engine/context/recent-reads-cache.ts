import type { Clock } from '../../clock.ts'
import type { ReadUser } from '../kore-ports.ts'

/** How old a read may be to replace the re-read right before a send. */
const freshMs = 5000

/** Recent reads of users who are about to be sent again, to avoid a second read in a row. */
export interface RecentReads {
  /** `at` is the time of the monotonic clock at which the read left. */
  keep(seq: number, recent: RecentRead): void
  /** Only once, and only while it is fresh. */
  take(seq: number): RecentRead | null
}

export interface RecentRead {
  readonly read: ReadUser
  readonly at: number
}

export function createRecentReads(clock: Pick<Clock, 'monotonic'>): RecentReads {
  const reads = new Map<number, RecentRead>()
  return {
    keep: (seq, recent) => void reads.set(seq, recent),
    take: (seq) => {
      const kept = reads.get(seq)
      reads.delete(seq)
      return kept === undefined || clock.monotonic() - kept.at > freshMs ? null : kept
    },
  }
}
