import { outcomes } from '@muster/core/outcome/outcome'
import { message } from '@muster/wording/message'
import type { RunContext } from '../context/run-context.ts'
import { SendingStoppedError, type StateTransition } from '../ports.ts'
import { reconcile } from '../verify/reconcile.ts'
import { endUnverified, verifyDue } from '../verify/verify-items.ts'

/** Moves a job to the state its run ended in. A stopping process leaves that to the next one. */
export async function concludeRun(run: RunContext): Promise<void> {
  const { closedBy } = run.gate
  if (closedBy === 'stopping' || closedBy === 'lost') return
  if (closedBy === 'cancelling') return concludeCanceled(run)
  const { deps, job } = run
  const rest = await deps.store.remaining(job.lease, deps.settings.quiesceMs)
  const left = rest.pending + rest.doubtful + rest.unverified
  const at = deps.clock.now()
  if (left === 0) {
    const move = { to: 'done', reason: null, at, audit: line(run, 'job.finished') } as const
    if (await deps.store.transition(job.lease, { ...move, from: ['running', 'waiting', 'pausing'] })) return
    // Canceled at the very end.
    return concludeCanceled(run)
  }
  const paused: StateTransition = { from: ['pausing'], to: 'paused', at, audit: null }
  if (await deps.store.transition(job.lease, paused)) return
  await concludeCanceled(run)
}

/** Unsent items become not attempted. Doubtful items are still re-read, since their effect may exist. */
async function concludeCanceled(run: RunContext): Promise<void> {
  const { deps, job, gate } = run
  if ((await deps.store.state(job.lease)) !== 'cancelling') return
  try {
    await resolveDoubts(run)
    if (!gate.working.aborted) await verifyWhileReadable(run)
  } catch (error) {
    if (!(error instanceof SendingStoppedError)) throw error
  }
  if (gate.working.aborted) return
  await endUnverified(run)
  const audit = line(run, 'job.cancelled')
  await deps.store.transition(job.lease, { from: ['cancelling'], to: 'cancelled', at: deps.clock.now(), audit })
}

async function resolveDoubts(run: RunContext): Promise<void> {
  const { deps, job, gate } = run
  const { clock, settings, store } = deps
  for (;;) {
    await store.cancelPending(job.lease, clock.now())
    deps.onUpdated(job.lease.jobId)
    const { pending, doubtful, nextDoubtMs } = await store.remaining(job.lease, settings.quiesceMs)
    if (pending + doubtful === 0) return
    await clock.sleep(nextDoubtMs ?? 0, gate.working).catch(() => {})
    if (gate.working.aborted) return
    await reconcile(run, gate.working)
  }
}

/**
 * Verifies what Kore.ai reported as done, and updates the directory. If Kore.ai cannot be read, cancellation waits at
 * most one lease; the rest is marked as not verified.
 */
async function verifyWhileReadable(run: RunContext): Promise<void> {
  const { clock, settings, store } = run.deps
  const { lease } = run.job
  const enough = new AbortController()
  const ended = new AbortController()
  const patience = clock.sleep(settings.leaseMs, ended.signal).then(
    () => enough.abort(),
    () => {},
  )
  const signal = AbortSignal.any([run.gate.working, enough.signal])
  try {
    for (;;) {
      const { unverified, nextUnverifiedMs } = await store.remaining(lease, settings.quiesceMs)
      if (unverified === 0 || signal.aborted) return
      await clock.sleep(nextUnverifiedMs ?? 0, signal).catch(() => {})
      await verifyDue(run, signal)
    }
  } finally {
    ended.abort()
    await patience
  }
}

/** Lists the outcomes that occurred: the audit line alone must show how the job ended. */
export function endedSentence(
  jobId: string,
  action: 'job.finished' | 'job.cancelled',
): NonNullable<StateTransition['audit']> {
  return ({ title, counts: ended }) => {
    const counts = outcomes
      .filter((outcome) => ended[outcome] > 0)
      .map((outcome) => message(`count.${outcome}`, { count: ended[outcome] }))
    const sentence =
      action === 'job.finished'
        ? message('audit.job_finished', { title, counts })
        : message('audit.job_was_canceled', { title, counts })
    return { action, actor: 'Muster', subject: null, sentence, outcome: null, jobId }
  }
}

const line = ({ job }: RunContext, action: 'job.finished' | 'job.cancelled') => endedSentence(job.lease.jobId, action)
