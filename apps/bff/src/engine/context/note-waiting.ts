import { waitingReason } from '../decide/waiting-reason.ts'
import type { Trouble, Wait } from '../ports.ts'
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
export const noteBudgetWait = (run: RunContext, ms: number): void => note(run, { for: 'call_budget', ms })

/** Another job's call to the same users needs a moment to take effect and to be shown. Never fails. */
export async function waitForOtherJob(run: RunContext, signal: AbortSignal): Promise<void> {
  const { verifyAgainMs } = run.deps.settings
  // Shown until the next attempt, which may have to wait as well.
  note(run, { for: 'other_job', ms: verifyAgainMs * 2 })
  await run.deps.clock.sleep(verifyAgainMs, signal).catch(() => {})
}

function note({ deps, job }: RunContext, wait: Wait): void {
  deps.store.noteWait(job.lease, wait).then(
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
