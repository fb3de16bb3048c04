import { absoluteMs, deviceLifeMs, idleMs } from '@muster/core/policy/session-life'
import type { Clock } from '../clock.ts'
import type { CaseStore } from '../features/erasures/case-ports.ts'
import type { SessionStore } from '../features/session/ports.ts'
import type { Log } from '../http/log.ts'

const everyMs = 10 * 60_000
const dayMs = 86_400_000

interface Deps {
  readonly sessions: SessionStore
  readonly retention: { sweep(now: number): Promise<void> }
  readonly cases: Pick<CaseStore, 'noteDueSoon'>
  /** Days before its deadline that a case is due soon. */
  readonly dueSoonDays: number
  readonly clock: Clock
  readonly log: Log
}

/** Records near deadlines, and deletes expired sessions, links, attempts and devices, and data that was kept long enough. */
export async function maintainStore({
  sessions,
  retention,
  cases,
  dueSoonDays,
  clock,
}: Omit<Deps, 'log'>): Promise<void> {
  const now = clock.now()
  await cases.noteDueSoon(now + dueSoonDays * dayMs, now)
  await sessions.purge({ used: now - idleMs, created: now - absoluteMs, device: now - deviceLifeMs, now })
  await retention.sweep(now)
}

/** Sweeps now and every ten minutes. Returns a stop function. */
export function runMaintenance(deps: Deps): () => void {
  const sweep = () => {
    maintainStore(deps).catch((error: unknown) => {
      deps.log.warn({ error }, 'Could not delete expired data or record deadlines; the next sweep will retry')
    })
  }
  sweep()
  const timer = setInterval(sweep, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
