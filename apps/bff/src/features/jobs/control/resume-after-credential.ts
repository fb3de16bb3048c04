import { message } from '@muster/wording/message'
import type { Clock } from '../../../clock.ts'
import { sendJob } from '../../../engine/run/job-worker.ts'
import type { Queue } from '../../../queue.ts'
import type { JobController } from '../ports.ts'

/** What may have fixed the credential, for the audit. */
const causes = {
  tested: message('audit.credential_tested'),
  started: message('audit.restarted'),
  resumed: message('audit.changes_resumed'),
} as const

export interface ResumePausedDeps {
  readonly controller: Pick<JobController, 'resumePaused'>
  readonly queue: Queue
  readonly clock: Clock
  readonly onUpdated: (jobId: string) => void
}

/**
 * Resumes jobs that paused over the credential. No secret is stored for comparison, so a start with the same one costs
 * each of them one refused call, and they pause again.
 */
export async function resumePaused(deps: ResumePausedDeps, by: keyof typeof causes): Promise<void> {
  const at = deps.clock.now()
  const pausedFor = by === 'resumed' ? 'resume' : 'credential'
  const jobs = await deps.controller.resumePaused({ pausedFor, why: causes[by], at })
  for (const job of jobs) {
    await sendJob(deps.queue, job)
    deps.onUpdated(job.id)
  }
}
