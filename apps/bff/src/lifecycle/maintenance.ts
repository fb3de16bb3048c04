import { absoluteMs, deviceLifeMs, idleMs } from '@muster/core/policy/session-life'
import type { Clock } from '../clock.ts'
import type { SessionStore } from '../features/session/ports.ts'
import type { Log } from '../http/log.ts'

const everyMs = 10 * 60_000

interface Deps {
  readonly sessions: SessionStore
  readonly retention: { sweep(now: number): Promise<void> }
  readonly clock: Clock
  readonly log: Log
}

/** Deletes expired sessions, links, attempts and devices, and data that was kept long enough. */
export async function sweepHouse({ sessions, retention, clock }: Omit<Deps, 'log'>): Promise<void> {
  const now = clock.now()
  await sessions.purge({ used: now - idleMs, created: now - absoluteMs, device: now - deviceLifeMs, now })
  await retention.sweep(now)
}

/** Sweeps now and every ten minutes. Returns a stop function. */
export function runMaintenance(deps: Deps): () => void {
  const sweep = () => {
    sweepHouse(deps).catch((error: unknown) => {
      deps.log.warn({ error }, 'Could not delete expired data; the next sweep will retry')
    })
  }
  sweep()
  const timer = setInterval(sweep, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
