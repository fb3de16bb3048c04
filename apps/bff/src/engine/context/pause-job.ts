import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type { PausedFor } from '../ports.ts'
import type { RunContext } from './run-context.ts'

/** Stops all sending, including calls that wait for a turn. Called while the refused call still holds its turn. */
export function refusedCredential({ gate }: RunContext): void {
  if (gate.closedBy === null) gate.close('pausing')
}

/**
 * Pauses the job over a refused credential, without a failure. Never retried automatically: an administrator corrects a
 * credential, or revoked it on purpose to stop the job. Each manual check or start costs one call (see `RunTurns`).
 */
export async function pauseForCredential(run: RunContext): Promise<void> {
  await pauseItself(run, message('job.paused_credential'), 'credential')
}

/** Kore.ai reported a removal that a re-read does not show: no more removals until a member has reviewed it. */
export async function pauseOnWrongEffect(run: RunContext): Promise<void> {
  if (run.gate.closedBy !== null) return
  run.gate.close('pausing')
  await pauseItself(run, message('job.paused_wrong_effect'))
}

/** Runs once the gate is closed. If a member paused or canceled the job meanwhile, that state wins. */
export async function pauseItself(run: RunContext, reason: Message, pausedFor?: PausedFor): Promise<void> {
  const { deps, job } = run
  const { jobId } = job.lease
  const audit = { action: 'job.paused', actor: 'Muster', subject: null, outcome: null, jobId } as const
  const moved = await deps.store.transition(job.lease, {
    from: ['running', 'waiting'],
    to: 'pausing',
    reason,
    ...(pausedFor === undefined ? {} : { pausedFor }),
    at: deps.clock.now(),
    audit: ({ title }) => ({ ...audit, sentence: message('audit.job_paused_itself', { title, reason }) }),
  })
  if (moved) deps.onUpdated(jobId)
}
