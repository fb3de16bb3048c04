import type { JobEntry } from '@muster/contracts/jobs'
import type { JobState } from '@muster/core/job/job-state'
import { may, type Permission } from '@muster/core/permission'
import { needsProof } from '@muster/core/policy/step-up'
import { message } from '@muster/wording/message'
import type { Clock } from '../../../clock.ts'
import { sendJob } from '../../../engine/run/job-worker.ts'
import type { Actor } from '../../../http/session/actor.ts'
import type { StepUpCheck } from '../../../http/session/step-up.ts'
import { lacksPermission, ProblemError } from '../../../problem-error.ts'
import type { Queue } from '../../../queue.ts'
import { getJob } from '../list/get-job.ts'
import type { ControlTransition, JobController, JobReader } from '../ports.ts'

export type Control = 'pause' | 'resume' | 'cancel'

export interface ControlDeps {
  readonly reader: JobReader
  readonly controller: JobController
  /** What applying a plan needs. */
  readonly permissionsOfPlan: (planId: string) => Promise<readonly Permission[]>
  readonly queue: Queue
  readonly clock: Clock
  readonly onUpdated: (jobId: string) => void
}

interface Rule {
  readonly from: readonly JobState[]
  readonly to: JobState
  /** States in which the action has no effect. */
  readonly already: readonly JobState[]
  readonly action: ControlTransition['action']
  readonly done: 'done.paused' | 'done.resumed' | 'done.canceled'
  readonly audit: 'audit.job_paused' | 'audit.job_resumed' | 'audit.job_canceled'
}

const rules: Readonly<Record<Control, Rule>> = {
  pause: {
    from: ['queued', 'running', 'waiting'],
    to: 'pausing',
    already: ['pausing', 'paused'],
    action: 'job.paused',
    done: 'done.paused',
    audit: 'audit.job_paused',
  },
  resume: {
    from: ['paused'],
    to: 'queued',
    already: ['queued', 'running', 'waiting'],
    action: 'job.resumed',
    done: 'done.resumed',
    audit: 'audit.job_resumed',
  },
  cancel: {
    from: ['queued', 'running', 'waiting', 'pausing', 'paused'],
    to: 'cancelling',
    already: ['cancelling', 'cancelled'],
    action: 'job.cancelled',
    done: 'done.canceled',
    audit: 'audit.job_canceled',
  },
}

interface ControlInput {
  readonly jobId: string
  readonly control: Control
  readonly actor: Actor
  readonly stepUp: Pick<StepUpCheck, 'judge'>
}

/** Pauses, resumes or cancels a job. Nothing more is sent once this returns; calls in flight are awaited. */
export async function controlJob(deps: ControlDeps, input: ControlInput): Promise<JobEntry> {
  const { already, done: action, audit, ...rule } = rules[input.control]
  const { jobId, control, actor } = input
  if (control === 'resume') await refuseUnlessAllowed(deps, input)
  const result = await deps.controller.control({
    ...rule,
    jobId,
    reason: control === 'pause' ? message('job.paused_by', { member: actor.email }) : null,
    forgive: control === 'resume',
    needsChanges: control === 'resume',
    actor: actor.email,
    sentence: (title) => message(audit, { actor: actor.email, title }),
    at: deps.clock.now(),
  })
  if (result?.stopped === true) {
    throw new ProblemError('job_state', message('problem.resume_while_stopped'))
  }
  if (result !== null && !result.updated && !already.includes(result.state)) {
    throw new ProblemError(
      'job_state',
      message(adviceFor(result.state), { state: message(`job_state.${result.state}`), action: message(action) }),
    )
  }
  // Without a worker, one must be assigned to end the job.
  if (result?.updated === true && !result.leased) await sendJob(deps.queue, { id: jobId, epoch: result.epoch })
  const job = await getJob(deps, jobId)
  deps.onUpdated(jobId)
  return job
}

/** Resuming sends what the job holds, so it needs what applying its plan does. */
async function refuseUnlessAllowed(deps: ControlDeps, { jobId, actor, stepUp }: ControlInput) {
  const { planId } = await getJob(deps, jobId)
  const needed = await deps.permissionsOfPlan(planId)
  const missing = needed.find((permission) => !may(actor, permission))
  if (missing !== undefined) throw lacksPermission(missing)
  stepUp.judge(needsProof(needed))
}

const adviceFor = (state: JobState) =>
  state === 'pausing' || state === 'cancelling' ? 'problem.job_calls_in_flight' : 'problem.job_has_ended'
