import { absoluteMs, deviceLifeMs, idleMs } from '@muster/core/policy/session-life'
import type { Clock } from '../clock.ts'
import type { SessionStore } from '../features/session/ports.ts'
import type { Log } from '../http/log.ts'

const everyMs = 10 * 60_000
const dayMs = 24 * 3_600_000
/** A selection serves one plan, made soon after. */
const selectionLifeMs = dayMs
/** A plan can be applied for a day and read for some more. */
const unappliedPlanLifeMs = 7 * dayMs

interface Deps {
  readonly sessions: SessionStore
  readonly selections: { sweep(frozenBefore: number): Promise<number> }
  readonly plans: { sweep(madeBefore: number): Promise<number> }
  readonly jobs: { sweep(now: number): Promise<number> }
  readonly clock: Clock
  readonly log: Log
}

/** Deletes expired sessions, links, attempts and devices; plans never applied, selections without a plan, and jobs that are kept no longer. */
export async function sweepHouse({ sessions, selections, plans, jobs, clock }: Omit<Deps, 'log'>): Promise<void> {
  const now = clock.now()
  await sessions.purge({ used: now - idleMs, created: now - absoluteMs, device: now - deviceLifeMs, now })
  await plans.sweep(now - unappliedPlanLifeMs)
  await selections.sweep(now - selectionLifeMs)
  await jobs.sweep(now)
}

/** Sweeps now and every ten minutes. Returns a stop function. */
export function runMaintenance(deps: Deps): () => void {
  const sweep = () => {
    sweepHouse(deps).catch((error: unknown) => {
      deps.log.warn({ error }, 'Could not delete expired sessions, plans and selections; the next sweep will retry')
    })
  }
  sweep()
  const timer = setInterval(sweep, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
