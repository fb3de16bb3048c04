import type { Clock } from '../../../clock.ts'
import type { Lane } from '../../../engine/kore-ports.ts'
import type { BudgetStore } from './budget-store.ts'
import type { BudgetUsage, Windows } from './budget-usage.ts'
import { createLanes, type Turn, type TurnOptions } from './lanes.ts'

export interface Limiter {
  turn(lane: Lane, signal: AbortSignal, options?: TurnOptions): Promise<Turn>
  commitSlot(slot: string): Promise<void>
  giveBack(slot: string): Promise<void>
  /** Kore.ai refused a call as one too many. Returns the pause of all calls in milliseconds. */
  refused(words: string, retryAfterMs: number | null): Promise<number>
  usage(): Promise<BudgetUsage>
}

/** Tolerance between our clock and Kore.ai's: a call may take time on the way out. */
const guardMs = 1_000

/** The two rolling windows of the admin APIs (Kore.ai, Rate Limits), slightly wider than documented. */
export function windowsOf(rates: { readonly ratePerMinute: number; readonly ratePerHour: number }): Windows {
  return {
    minute: { calls: rates.ratePerMinute, spanMs: 60_000 + guardMs },
    hour: { calls: rates.ratePerHour, spanMs: 3_600_000 + guardMs },
  }
}

/** Never causes a refusal itself, across all replicas that share the store. */
export function createLimiter(options: {
  readonly store: BudgetStore
  readonly clock: Clock
  readonly windows: Windows
  readonly random: () => number
}): Limiter {
  const { store, windows } = options
  const lanes = createLanes({
    clock: options.clock,
    take: (lane, how) => store.take(windows, lane, how),
    giveBack: (slot) => store.giveBack(slot),
  })
  return {
    turn: (lane, signal, how) => lanes.turn(lane, signal, how),
    commitSlot: (slot) => store.commitSlot(slot),
    giveBack: (slot) => store.giveBack(slot),
    refused: (words, retryAfterMs) =>
      store.block(windows, { window: /hour/i.test(words) ? 'hour' : 'minute', retryAfterMs, jitter: options.random() }),
    usage: () => store.usage(windows),
  }
}

/** No limit: for measurements only. */
export const unlimited: Limiter = {
  turn: async () => ({ kind: 'granted', slot: '' }),
  commitSlot: async () => undefined,
  giveBack: async () => undefined,
  refused: async () => 0,
  usage: async () => ({ minuteUsed: 0, hourUsed: 0, byFiveMinutes: [], jobWaitMs: 0 }),
}
