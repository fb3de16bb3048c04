import type { Queue } from '../../queue.ts'
import { storeTrouble } from '../../store-trouble.ts'
import type { EngineDeps } from '../context/run-context.ts'
import { replayAnswers } from '../verify/replay-answers.ts'
import { runJob } from './run-job.ts'

/** The piece of work that runs a job. */
export const runJobWork = 'job.run'
const recoverWork = 'job.recover'
/** How often a store that is away or full is tried. */
const storeRetryMs = 1000

export interface JobRun {
  readonly jobId: string
}

/** Puts a job before the workers. `epoch` tells it from a run that is just ending, which would swallow it. */
export async function sendJob(queue: Queue, job: { id: string; epoch: number }): Promise<void> {
  await queue.send(runJobWork, { jobId: job.id }, { singletonKey: `${job.id}:${job.epoch}` })
}

/** Gives the workers every job that should have one and has none. */
export async function sendAbandoned({ queue, store }: Pick<EngineDeps, 'store'> & { queue: Queue }): Promise<void> {
  for (const job of await store.abandoned()) {
    await sendJob(queue, job)
  }
}

/** Puts a job before the workers for when its start comes. Its own key, so that a cancellation before is not held back. */
export async function sendJobLater(queue: Queue, jobId: string, delayMs: number): Promise<void> {
  const startAfterSeconds = Math.ceil(delayMs / 1000)
  await queue.send(runJobWork, { jobId }, { singletonKey: `${jobId}:start`, startAfterSeconds })
}

/** Registers the work on jobs and takes up what a process that died left behind. */
export async function startJobWorker(
  deps: EngineDeps & {
    queue: Queue
    jobsAtOnce: number
    /** Brings back jobs that were still stopping when all changes were resumed. */
    resumeStopped: () => Promise<void>
  },
): Promise<void> {
  const { queue } = deps
  const recover = async () => {
    await replayAnswers(deps)
    await deps.resumeStopped()
    await sendAbandoned(deps)
  }
  await queue.work<JobRun>(runJobWork, { concurrency: deps.jobsAtOnce }, ({ jobId }, signal) =>
    untilNoneWaits(deps, jobId, signal),
  )
  await queue.work(recoverWork, { concurrency: 1 }, recover)
  await queue.schedule(recoverWork, '* * * * *')
  await recover()
}

/** Runs a job, and again when it was resumed just as the run ended, or the run lost its lease to its own slowness. */
async function untilNoneWaits(deps: EngineDeps, jobId: string, signal: AbortSignal): Promise<void> {
  while (await ranAndIsRequested(deps, jobId, signal)) {
    await deps.clock.sleep(deps.settings.controlMs, signal).catch(() => {})
  }
}

/** While the store is away or full, the job keeps this worker, so that it resumes as soon as the store is back. */
async function ranAndIsRequested(deps: EngineDeps, jobId: string, signal: AbortSignal): Promise<boolean> {
  try {
    await runJob(deps, jobId, signal)
    const abandoned = await deps.store.abandoned()
    return !signal.aborted && abandoned.some((job) => job.id === jobId)
  } catch (error) {
    if (signal.aborted || storeTrouble(error) === null) throw error
    await deps.clock.sleep(storeRetryMs, signal).catch(() => {})
    return true
  }
}
