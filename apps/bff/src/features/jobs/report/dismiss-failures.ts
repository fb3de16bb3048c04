import type { JobEntry } from '@muster/contracts/jobs'
import { message } from '@muster/wording/message'
import type { Actor } from '../../../http/session/actor.ts'
import { ProblemError } from '../../../problem-error.ts'
import type { ControlDeps } from '../control/control-job.ts'
import { getJob } from '../list/get-job.ts'
import type { FailureFilter } from '../ports.ts'

/** Dismisses failures of a job: they are no longer retried and need no attention. Or restores them. */
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
      dismissed ? message('problem.nothing_to_dismiss') : message('problem.nothing_to_restore'),
    )
  }
  deps.onUpdated(jobId)
  return job
}
