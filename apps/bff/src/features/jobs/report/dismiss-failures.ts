import type { JobEntry } from '@muster/contracts/jobs'
import type { Actor } from '../../../http/session/actor.ts'
import { ProblemError } from '../../../problem-error.ts'
import type { ControlDeps } from '../control/control-job.ts'
import { getJob } from '../list/get-job.ts'
import type { FailureFilter } from '../ports.ts'

/** Leaves failures of a job out, so that nobody asks them again and they wait for nobody; or takes them in again. */
export async function dismissFailures(
  deps: ControlDeps,
  input: { jobId: string; dismissed: boolean; filter: FailureFilter; actor: Actor },
): Promise<JobEntry> {
  const { jobId, dismissed, filter, actor } = input
  const count = await deps.controller.dismissFailures({
    jobId,
    dismissed,
    filter,
    actor: actor.email,
    at: deps.clock.now(),
  })
  const job = await getJob(deps, jobId)
  if (count === 0) {
    throw new ProblemError(
      'job_state',
      dismissed
        ? 'Nobody here is left to leave out: they ended well, were asked again, or are left out already.'
        : 'Nobody here was left out.',
    )
  }
  deps.onUpdated(jobId)
  return job
}
