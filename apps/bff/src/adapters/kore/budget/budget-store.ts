import type { Lane } from '../../../engine/kore-ports.ts'
import type { BudgetLedger, BudgetState } from '../../../features/kore/ports.ts'
import { waitForAll } from './budget-rule.ts'
import type { BudgetUsage, LimitRefusal, Windows } from './budget-usage.ts'

/** Calls a minute by which a reduced limit grows back. */
const regrowth = { minute: 1, hour: 15 }
const least = 5

/** The limits currently in effect. */
function effectiveWindows(windows: Windows, state: BudgetState): Windows {
  const minutes = Math.max(0, (state.now - state.learned.at) / 60_000)
  const cap = (window: keyof Windows) => {
    const learned = state.learned[window]
    const { calls, spanMs } = windows[window]
    return {
      spanMs,
      calls: learned === null ? calls : Math.min(calls, learned + Math.floor(minutes * regrowth[window])),
    }
  }
  return { minute: cap('minute'), hour: cap('hour') }
}

/** Milliseconds until a call of this lane may leave; 0 if it may leave now. */
function waitOf(windows: Windows, lane: Lane, state: BudgetState): number {
  if (state.blockedUntil > state.now) return Math.ceil(state.blockedUntil - state.now)
  const { minute, hour } = effectiveWindows(windows, state)
  return waitForAll([minute, hour], lane, state)
}

/**
 * The state after a refusal by Kore.ai. `Retry-After` is trusted up to an hour. Without it, the wait lasts until our
 * oldest call of the minute leaves its window (5 minutes for the hourly limit), with jitter, and the next limit is lower
 * than the refused one.
 */
function afterRefusal(windows: Windows, refusal: LimitRefusal, state: BudgetState): BudgetState {
  const { spanMs } = windows[refusal.window]
  const live = state.calls.filter((call) => call > state.now - spanMs)
  const own = refusal.window === 'minute' ? (live[0] ?? state.now) + spanMs - state.now : 300_000
  const waitMs = refusal.retryAfterMs ?? Math.max(1_000, own) + refusal.jitter * 5_000
  const current = effectiveWindows(windows, state)
  const less = Math.max(least, Math.floor(Math.min(live.length, current[refusal.window].calls) * 0.9))
  return {
    ...state,
    blockedUntil: Math.max(state.blockedUntil, state.now + waitMs),
    learned: {
      minute: refusal.window === 'minute' ? less : learnedNow(windows, current, 'minute'),
      hour: refusal.window === 'hour' ? less : learnedNow(windows, current, 'hour'),
      at: state.now,
    },
  }
}

function learnedNow(windows: Windows, current: Windows, window: keyof Windows): number | null {
  return current[window].calls < windows[window].calls ? current[window].calls : null
}

const fiveMinutes = 300_000
const spansAnHour = 12

function byFiveMinutes({ now, calls }: BudgetState): readonly number[] {
  const spans = Array.from({ length: spansAnHour }, () => 0)
  for (const call of calls) {
    // A call that counts from its response may be ahead of this clock.
    const at = spansAnHour - 1 - Math.floor(Math.max(0, now - call) / fiveMinutes)
    const before = spans[at]
    if (before !== undefined) spans[at] = before + 1
  }
  return spans
}

function usageOf(windows: Windows, state: BudgetState): BudgetUsage {
  const used = (spanMs: number) => state.calls.filter((call) => call > state.now - spanMs).length
  return {
    minuteUsed: used(windows.minute.spanMs),
    hourUsed: used(windows.hour.spanMs),
    byFiveMinutes: byFiveMinutes(state),
    jobWaitMs: waitOf(windows, 'job', state),
  }
}

export interface TakeOptions {
  /** See `BudgetLedger.decide`. */
  readonly intentFollows: boolean
}

/** The budget of one connection: the rule applied to the ledger. */
export interface BudgetStore {
  /** Counts one call if it fits, otherwise returns the wait. Atomic across replicas. */
  take(windows: Windows, lane: Lane, how?: TakeOptions): Promise<Take>
  /** The response arrived: the call counts from now, the latest time it can have reached Kore.ai. */
  commitSlot(slot: string): Promise<void>
  /** The call never left: it does not count. */
  giveBack(slot: string): Promise<void>
  /** Kore.ai refused with "too many": all calls pause, and the limit is a little lower afterwards. */
  block(windows: Windows, refusal: LimitRefusal): Promise<number>
  usage(windows: Windows): Promise<BudgetUsage>
}

export type Take =
  | { readonly granted: true; readonly slot: string }
  | { readonly granted: false; readonly waitMs: number }

export function createBudgetStore(ledger: BudgetLedger): BudgetStore {
  return {
    take: async (windows, lane, how) => {
      const rule = (state: BudgetState) => {
        const waitMs = waitOf(windows, lane, state)
        return { answer: waitMs, take: waitMs <= 0 }
      }
      const { answer, slot } = await ledger.decide(windows.hour.spanMs, rule, how)
      return slot === null ? { granted: false, waitMs: answer } : { granted: true, slot }
    },
    commitSlot: (slot) => ledger.commitSlot(slot),
    giveBack: (slot) => ledger.giveBack(slot),
    block: async (windows, refusal) => {
      const { answer } = await ledger.decide(windows.hour.spanMs, (state) => {
        const { blockedUntil, learned } = afterRefusal(windows, refusal, state)
        return { answer: blockedUntil - state.now, take: false, remember: { blockedUntil, learned } }
      })
      return answer
    },
    usage: async (windows) => usageOf(windows, await ledger.read(windows.hour.spanMs)),
  }
}
