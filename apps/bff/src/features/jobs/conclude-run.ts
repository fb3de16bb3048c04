import { reconcile } from './reconcile.ts'
import type { RunContext } from './run-context.ts'
import { type AuditLine, JobHeldError, type StateMove } from './run-ports.ts'

/** Brings a job whose run ended into the state it ended in. A stopping process leaves it for the next. */
export async function concludeRun(run: RunContext): Promise<void> {
  const { closedBy } = run.gate
  if (closedBy === 'stopping' || closedBy === 'lost') return
  if (closedBy === 'cancelling') return concludeCancelled(run)
  const { deps, job } = run
  const rest = await deps.store.remaining(job.lease, deps.settings.quiesceMs)
  const left = rest.pending + rest.doubtful + rest.unverified
  const at = deps.clock.now()
  if (left === 0) {
    const move = { to: 'done', reason: null, at, audit: line(run, 'job.finished', 'finished') } as const
    if (await deps.store.moveOn(job.lease, { ...move, from: ['running', 'waiting', 'pausing'] })) return
    // Cancelled at the very end.
    return concludeCancelled(run)
  }
  const paused: StateMove = { from: ['pausing'], to: 'paused', at, audit: null }
  if (await deps.store.moveOn(job.lease, paused)) return
  await concludeCancelled(run)
}

/** What was not sent is not attempted; what is in doubt is still looked at, since its effect is there or not. */
async function concludeCancelled(run: RunContext): Promise<void> {
  const { deps, job, gate } = run
  const { clock, settings, store } = deps
  if ((await store.state(job.lease)) !== 'cancelling') return
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- until nothing is in doubt
    await store.cancelPending(job.lease, clock.now())
    deps.onMoved(job.lease.jobId)
    // oxlint-disable-next-line no-await-in-loop -- as above
    const rest = await store.remaining(job.lease, settings.quiesceMs)
    if (rest.pending + rest.doubtful === 0) break
    try {
      const wait = Math.max(0, (rest.nextDueAt ?? 0) - clock.now())
      // oxlint-disable-next-line no-await-in-loop -- as above
      await clock.sleep(wait, gate.working).catch(() => {})
      if (gate.working.aborted) return
      // oxlint-disable-next-line no-await-in-loop -- as above
      await reconcile(run, gate.working)
    } catch (error) {
      if (error instanceof JobHeldError) return
      throw error
    }
  }
  const audit = line(run, 'job.cancelled', 'is cancelled')
  await store.moveOn(job.lease, { from: ['cancelling'], to: 'cancelled', at: clock.now(), audit })
}

function line(run: RunContext, action: 'job.finished' | 'job.cancelled', what: string): AuditLine {
  const { jobId } = run.job.lease
  return { action, actor: 'Muster', subject: null, sentence: `The job ${what}`, outcome: null, jobId }
}
