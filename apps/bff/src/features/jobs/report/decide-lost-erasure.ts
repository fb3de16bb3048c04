import type { JobItemEntry } from '@muster/contracts/jobs'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import { sendJob } from '../../../engine/run/job-worker.ts'
import type { Actor } from '../../../http/session/actor.ts'
import { ProblemError, refusedAct } from '../../../problem-error.ts'
import type { ControlDeps } from '../control/control-job.ts'
import { jobItemEntry } from '../list/job-item-entry.ts'
import type { Decision, DecisionResult } from '../ports.ts'

/** Throws unless the decision was made. `none`: why there was nothing to decide. */
export function madeDecision(result: DecisionResult, none: Message): { readonly epoch: number } {
  switch (result.kind) {
    case 'done':
      return result
    case 'no':
      throw new ProblemError('job_state', none)
    case 'case_held':
      throw refusedAct(message('problem.case_held'))
    case 'case_closed':
      throw refusedAct(message('problem.case_closed'))
    case 'needs_approval':
      break
  }
  throw refusedAct(message('problem.resend_needs_approval'), 'approval_required')
}

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
  const { epoch } = madeDecision(result, message('problem.nothing_to_decide'))
  if (decision === 'resend') await sendJob(deps.queue, { id: jobId, epoch })
  deps.onUpdated(jobId)
  const [item] = await deps.reader.items(jobId, { afterSeq: seq - 1, limit: 1 })
  if (item === undefined) throw new Error('an item vanished during its decision')
  return jobItemEntry(item)
}
