import type { JobEntry } from '@muster/contracts/jobs'
import { message } from '@muster/wording/message'
import { sendJob } from '../../../engine/run/job-worker.ts'
import type { Actor } from '../../../http/session/actor.ts'
import { ProblemError } from '../../../problem-error.ts'
import type { ControlDeps } from '../control/control-job.ts'
import { getJob } from '../list/get-job.ts'
import type { Decision } from '../ports.ts'
import { madeDecision } from './decide-lost-erasure.ts'

/** Applies one decision to every erasure of a job whose response was lost. */
export async function decideLostErasures(
  deps: ControlDeps,
  input: { jobId: string; decision: Decision; actor: Actor },
): Promise<JobEntry> {
  const { jobId, decision, actor } = input
  const result = await deps.controller.decideAll({ jobId, decision, actor: actor.email, at: deps.clock.now() })
  if (result === null) throw new ProblemError('not_found', message('problem.no_job'))
  const none = decision === 'resend' ? message('problem.nothing_to_send_again') : message('problem.no_erasure_waits')
  const { epoch } = madeDecision(result, none)
  if (decision === 'resend') await sendJob(deps.queue, { id: jobId, epoch })
  const job = await getJob(deps, jobId)
  deps.onUpdated(jobId)
  return job
}
