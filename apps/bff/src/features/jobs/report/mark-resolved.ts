import type { JobEntry } from '@muster/contracts/jobs'
import { message } from '@muster/wording/message'
import type { Actor } from '../../../http/session/actor.ts'
import { ProblemError } from '../../../problem-error.ts'
import type { ControlDeps } from '../control/control-job.ts'
import { getJob } from '../list/get-job.ts'

/** Marks the failures of a job as resolved, or reopens them. */
export async function resolveJob(
  deps: ControlDeps,
  input: { jobId: string; note: string; resolved?: boolean | undefined; actor: Actor },
): Promise<JobEntry> {
  const { jobId, resolved = true, actor } = input
  const note = input.note.trim()
  const updated = await deps.controller.resolve({ jobId, note, resolved, actor: actor.email, at: deps.clock.now() })
  if (updated === false) {
    throw new ProblemError('job_state', message('problem.job_not_ended'))
  }
  const job = await getJob(deps, jobId)
  deps.onUpdated(jobId)
  return job
}
