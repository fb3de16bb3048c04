import { credentialReason } from '../decide/waiting-reason.ts'
import type { HeldFor } from '../ports.ts'
import type { RunContext } from './run-context.ts'

/** Nothing leaves any more, also of what waits for its turn: called while the call that was refused has its turn. */
export function refusedCredential({ gate }: RunContext): void {
  if (gate.closedBy === null) gate.close('pausing')
}

/**
 * The job pauses over a refused credential, without a failure. It is never tried again by itself: a person mends a
 * credential, or revoked it to stop just this. Each look by a person or a start costs one call (see `RunTurns`).
 */
export async function pauseForCredential(run: RunContext): Promise<void> {
  await pauseItself(run, credentialReason, 'credential')
}

/** A removal that Kore.ai reported and a re-read does not show: nothing more is removed until a person has looked. */
export async function pauseOnWrongEffect(run: RunContext): Promise<void> {
  if (run.gate.closedBy !== null) return
  run.gate.close('pausing')
  await pauseItself(
    run,
    'Paused: a re-read shows something else than Kore.ai reported. Look at the failures, then resume or cancel.',
  )
}

/** Once the gate is closed. Somebody may have paused or cancelled the job meanwhile: then it stays as they want it. */
export async function pauseItself(run: RunContext, reason: string, heldFor?: HeldFor): Promise<void> {
  const { deps, job } = run
  const { jobId } = job.lease
  const audit = { action: 'job.paused', actor: 'Muster', subject: null, outcome: null, jobId } as const
  const moved = await deps.store.moveOn(job.lease, {
    from: ['running', 'waiting'],
    to: 'pausing',
    reason,
    ...(heldFor === undefined ? {} : { heldFor }),
    at: deps.clock.now(),
    audit: ({ title }) => ({ ...audit, sentence: `"${title}" paused itself: ${reason}` }),
  })
  if (moved) deps.onUpdated(jobId)
}
