import type { Clock } from '../../clock.ts'
import type { Queue } from '../../queue.ts'
import { judgeErasure } from './judge-erasure.ts'
import type { ErasureReader, ErasureStore } from './ports.ts'

/** The queue's task that watches erasures. */
const watchWork = 'erasure.watch'
/** Requests checked per round, in the background lane. */
const atOnce = 20
/** Another process checks after this long when one dies during a check. */
const holdMs = 120_000
const quietMs = 60_000
/** Longest wait before a newly queued request is noticed. */
const longestNapMs = 2000

export interface WatchDeps {
  readonly erasures: ErasureStore
  readonly reader: ErasureReader
  readonly queue: Queue
  readonly clock: Clock
  /** Whether the requests are of the account that the reader reads. */
  readonly isOwnAccount: () => Promise<boolean>
  /** An erasure changed: notify the open tabs. Never fails, never waits. */
  readonly onUpdated: (erasureId: string) => void
}

/** Checks every request that is due. Returns the milliseconds until the next one, null when none waits. */
export async function checkErasures(deps: WatchDeps, signal: AbortSignal): Promise<number | null> {
  const { clock, erasures, reader } = deps
  if (!(await deps.isOwnAccount())) return null
  const due = await erasures.claimDue(clock.now(), atOnce, holdMs)
  for (const erasure of due) {
    if (signal.aborted) return 0
    const response = await reader.readErasure(erasure.requestId, { lane: 'background', signal })
    const now = clock.now()
    await erasures.record(erasure, judgeErasure(erasure, response, now), now)
    deps.onUpdated(erasure.id)
  }
  const next = await erasures.nextDue()
  return next === null ? null : Math.max(0, next - clock.now())
}

/** Requests a check soon. Safe to call at any time. */
export async function sendErasureWatch(queue: Queue): Promise<void> {
  await queue.send(watchWork, {}, { singletonKey: watchWork, startAfterSeconds: 1 })
}

/** Registers the task: it checks while anything is due within the minute; a schedule wakes it for the rest. */
export async function startErasureWatch(deps: WatchDeps): Promise<void> {
  const watch = async (_data: object, signal: AbortSignal) => {
    for (;;) {
      const wait = await checkErasures(deps, signal)
      if (wait === null || wait > quietMs || signal.aborted) return
      try {
        await deps.clock.sleep(Math.min(Math.max(wait, 200), longestNapMs), signal)
      } catch (error) {
        if (signal.aborted) return
        throw error
      }
    }
  }
  await deps.queue.work(watchWork, { concurrency: 1 }, watch)
  await deps.queue.schedule(watchWork, '* * * * *', { singletonKey: watchWork })
  await sendErasureWatch(deps.queue)
}
