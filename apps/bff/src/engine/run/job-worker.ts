import type { Queue } from '../../queue.ts'
import { storeFailure } from '../../store-failure.ts'
import type { EngineDeps } from '../context/run-context.ts'
import { replayErasures } from '../verify/replay-erasures.ts'
import { runJob } from './run-job.ts'

/** The queue's task that runs a job. */
export const runJobWork = 'job.run'
const recoverWork = 'job.recover'
/** How often to retry a store that is unavailable or full. */
const storeRetryMs = 1000

export interface JobRun {
  readonly jobId: string
}

/** Enqueues a job. `epoch` distinguishes it from a run that is just ending, which would absorb it as a duplicate. */
export async function sendJob(queue: Queue, job: { id: string; epoch: number }): Promise<void> {
  await queue.send(runJobWork, { jobId: job.id }, { singletonKey: `${job.id}:${job.epoch}` })
}

/** Enqueues every job that needs a worker and has none. */
export async function sendAbandoned({ queue, store }: Pick<EngineDeps, 'store'> & { queue: Queue }): Promise<void> {
  for (const job of await store.abandoned()) {
    await sendJob(queue, job)
  }
}

/** Enqueues a job for its start time. Its own key, to not block an earlier cancellation. */
export async function sendJobLater(queue: Queue, jobId: string, delayMs: number): Promise<void> {
  const startAfterSeconds = Math.ceil(delayMs / 1000)
  await queue.send(runJobWork, { jobId }, { singletonKey: `${jobId}:start`, startAfterSeconds })
}

/** Registers the job worker and resumes what a dead process left behind. */
export async function startJobWorker(
  deps: EngineDeps & {
    queue: Queue
    jobsAtOnce: number
    /** Resumes jobs that were still stopping when all changes were resumed. */
    resumeStopped: () => Promise<void>
  },
): Promise<void> {
  const { queue } = deps
  const recover = async () => {
    await replayErasures(deps)
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

/** Runs a job, and again if it was resumed just as the run ended, or the run lost its lease by being slow. */
async function untilNoneWaits(deps: EngineDeps, jobId: string, signal: AbortSignal): Promise<void> {
  while (await ranAndIsRequested(deps, jobId, signal)) {
    await deps.clock.sleep(deps.settings.controlMs, signal).catch(() => {})
  }
}

/** While the store is unavailable or full, the job keeps this worker and resumes as soon as the store is back. */
async function ranAndIsRequested(deps: EngineDeps, jobId: string, signal: AbortSignal): Promise<boolean> {
  try {
    await runJob(deps, jobId, signal)
    const abandoned = await deps.store.abandoned()
    return !signal.aborted && abandoned.some((job) => job.id === jobId)
  } catch (error) {
    if (signal.aborted || storeFailure(error) === null) throw error
    await deps.clock.sleep(storeRetryMs, signal).catch(() => {})
    return true
  }
}
