import type { Clock } from '../../../clock.ts'
import type { Lane } from '../../../engine/kore-ports.ts'
import type { Take, TakeOptions } from './budget-store.ts'

export type Turn =
  | { readonly kind: 'granted'; readonly slot: string }
  | { readonly kind: 'refused'; readonly retryAfterMs: number }
  | { readonly kind: 'cancelled' }

export interface TurnOptions extends Partial<TakeOptions> {
  /** Called if the wait is long enough to show. */
  readonly onWait?: ((waitMs: number) => void) | undefined
}

interface Waiter {
  readonly lane: Lane
  readonly since: number
  readonly options: TurnOptions
  hasEnded: boolean
  readonly resolve: (turn: Turn) => void
  readonly fail: (error: unknown) => void
}

export interface Lanes {
  /** Waits for a call's turn. Refuses an interactive call at once if its wait would be too long. */
  turn(lane: Lane, signal: AbortSignal, options?: TurnOptions): Promise<Turn>
}

const order: readonly Lane[] = ['interactive', 'job', 'background']
/** The longest a lane waits, in milliseconds. */
const maxWaitMs: Readonly<Record<Lane, number>> = { interactive: 15_000, job: Infinity, background: Infinity }
/** Checks at least this often, because other replicas give calls back too. */
const maxSleepMs = 30_000
/** A shorter wait is the normal pace of calls. */
const shownWaitMs = 5000

interface LanesDeps {
  readonly clock: Clock
  readonly take: (lane: Lane, how: TakeOptions) => Promise<Take>
  readonly giveBack: (slot: string) => Promise<void>
}

/** Grants the turn, refuses it, or sleeps until it may be granted. */
async function serve(
  waiter: Waiter,
  { clock, take: takeSlot, giveBack, sleep }: LanesDeps & { readonly sleep: (ms: number) => Promise<void> },
): Promise<void> {
  const { intentFollows = false, onWait } = waiter.options
  const take = await takeSlot(waiter.lane, { intentFollows })
  if (take.granted) {
    if (waiter.hasEnded) await giveBack(take.slot)
    else waiter.resolve({ kind: 'granted', slot: take.slot })
    return
  }
  const left = maxWaitMs[waiter.lane] - (clock.monotonic() - waiter.since)
  if (take.waitMs > left) {
    waiter.resolve({ kind: 'refused', retryAfterMs: take.waitMs })
    return
  }
  if (take.waitMs >= shownWaitMs) onWait?.(take.waitMs)
  await sleep(Math.min(take.waitMs, maxSleepMs))
}

/** First in, first out within a lane; interactive before job before background. */
export function createLanes(deps: LanesDeps): Lanes {
  const { clock } = deps
  let waiting: Waiter[] = []
  let running = false
  let nap = new AbortController()

  const head = () => {
    waiting = waiting.filter((waiter) => !waiter.hasEnded)
    return firstOf(waiting)
  }
  const sleep = async (ms: number) => {
    nap = new AbortController()
    // Woken early because a waiter joined or left: the order may have changed.
    await clock.sleep(ms, nap.signal).catch(() => undefined)
  }
  const run = async () => {
    if (running) return
    running = true
    for (let waiter = head(); waiter !== undefined; waiter = head()) {
      try {
        await serve(waiter, { ...deps, sleep })
      } catch (error) {
        waiter.fail(error)
      }
    }
    running = false
  }
  return {
    turn: (lane, signal, given = {}) => {
      if (signal.aborted) return Promise.resolve({ kind: 'cancelled' })
      const turn = Promise.withResolvers<Turn>()
      const place = { lane, since: clock.monotonic(), options: given }
      waiting.push(createWaiter(place, turn, { signal, onEnd: () => nap.abort() }))
      nap.abort()
      void run()
      return turn.promise
    },
  }
}

/** The one whose turn is next. */
function firstOf(waiting: readonly Waiter[]): Waiter | undefined {
  for (const lane of order) {
    const first = waiting.find((waiter) => waiter.lane === lane)
    if (first !== undefined) return first
  }
  return undefined
}

/** A waiter that ends once: by the queue, or by the signal of its call. */
function createWaiter(
  place: Pick<Waiter, 'lane' | 'since' | 'options'>,
  turn: PromiseWithResolvers<Turn>,
  { signal, onEnd }: { readonly signal: AbortSignal; readonly onEnd: () => void },
): Waiter {
  const leave = () => waiter.resolve({ kind: 'cancelled' })
  const end = (finish: () => void) => {
    if (waiter.hasEnded) return
    waiter.hasEnded = true
    signal.removeEventListener('abort', leave)
    finish()
    onEnd()
  }
  const waiter: Waiter = {
    ...place,
    hasEnded: false,
    resolve: (given) => end(() => turn.resolve(given)),
    fail: (error) => end(() => turn.reject(error instanceof Error ? error : new Error(String(error)))),
  }
  signal.addEventListener('abort', leave, { once: true })
  return waiter
}
