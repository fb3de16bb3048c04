import type { JobItemEntry } from '@muster/contracts/jobs'
import { message } from '@muster/wording/message'
import { sendJob } from '../../../engine/run/job-worker.ts'
import type { Actor } from '../../../http/session/actor.ts'
import { ProblemError } from '../../../problem-error.ts'
import type { ControlDeps } from '../control/control-job.ts'
import { jobItemEntry } from '../list/job-item-entry.ts'
import type { Decision } from '../ports.ts'

/** Decides about an erasure whose response was lost. */
export async function decideLostErasure(
  deps: ControlDeps,
  input: { jobId: string; seq: number; decision: Decision; actor: Actor },
): Promise<JobItemEntry> {
  const { jobId, seq, decision, actor } = input
  const known = Number.isSafeInteger(seq) && seq > 0 && seq < 2 ** 31
  const result = known
    ? await deps.controller.decide({ jobId, seq, decision, actor: actor.email, at: deps.clock.now() })
    : null
  if (result === null) throw new ProblemError('not_found', message('problem.no_item'))
  if (result.kind === 'no') {
    throw new ProblemError('job_state', message('problem.nothing_to_decide'))
  }
  if (decision === 'resend') await sendJob(deps.queue, { id: jobId, epoch: result.epoch })
  deps.onUpdated(jobId)
  const [item] = await deps.reader.items(jobId, { afterSeq: seq - 1, limit: 1 })
  if (item === undefined) throw new Error('an item vanished during its decision')
  return jobItemEntry(item)
}
