import type { LogEvent } from 'kysely'
import { storeTrouble } from '../../../../store-trouble.ts'
import { writes } from '../disk-space.ts'

/** Work retries a full store every second, so this long without a failure means that there is space. */
const freshMs = 5000

/** Detects a database server without disk space from the statements of this process. */
export function watchFullServer(now: () => number = () => performance.now()) {
  let fullAt: number | null = null
  let hasWritten = false
  return {
    note: (event: LogEvent): void => {
      if (event.level === 'error') {
        if (storeTrouble(event.error) !== 'full') return
        fullAt = now()
        hasWritten = false
      } else if (fullAt !== null && !hasWritten) hasWritten = writes(event.query.sql)
    },
    /** Small writes may succeed between failures of others, so a single one does not prove that there is space. */
    isFull: (): boolean => {
      if (fullAt !== null && hasWritten && now() - fullAt > freshMs) fullAt = null
      return fullAt !== null
    },
  }
}
