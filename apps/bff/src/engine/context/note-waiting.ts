import { waitingReason } from '../decide/waiting-reason.ts'
import type { Trouble } from '../ports.ts'
import type { RunContext } from './run-context.ts'

/** Kore.ai could not take a call: the job shows that it waits, and why. */
export async function noteTrouble(run: RunContext, trouble: Trouble): Promise<void> {
  const { deps, job, turns } = run
  const waitMs = turns.failed(trouble)
  const at = deps.clock.now()
  const reason = waitingReason(trouble)
  const moved = await deps.store.transition(job.lease, {
    from: ['running', 'waiting'],
    to: 'waiting',
    reason,
    wait: { for: trouble.cause === 'rate_limited' ? 'rate_limit' : 'kore_unreachable', ms: waitMs },
    at,
    audit: null,
  })
  if (moved) deps.onUpdated(job.lease.jobId)
}

/** A call waits for the budget: the job shows that and until when. Never fails; the next call clears it. */
export function noteBudgetWait({ deps, job }: RunContext, waitMs: number): void {
  deps.store.noteWait(job.lease, { for: 'call_budget', ms: waitMs }).then(
    () => deps.onUpdated(job.lease.jobId),
    () => {},
  )
}

/** Kore.ai accepted a call again. */
export async function noteWorked(run: RunContext): Promise<void> {
  const { deps, job, turns } = run
  if (!turns.worked()) return
  const at = deps.clock.now()
  await deps.store.transition(job.lease, { from: ['waiting'], to: 'running', reason: null, at, audit: null })
  deps.onUpdated(job.lease.jobId)
}
