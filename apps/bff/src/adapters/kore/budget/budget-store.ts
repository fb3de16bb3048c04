import type { Lane } from '../../../engine/kore-ports.ts'
import type { BudgetLedger } from '../../../features/kore/ports.ts'
import { afterRefusal, usageOf, waitOf } from './budget-state.ts'
import type { BudgetUsage, LimitRefusal, Windows } from './budget-usage.ts'

/** The budget of one connection: the rule applied to the ledger. */
export interface BudgetStore {
  /** Counts one call if it fits, otherwise returns the wait. Atomic across replicas. */
  take(windows: Windows, lane: Lane): Promise<Take>
  /** The response arrived: the call counts from now, the latest time it can have reached Kore.ai. */
  recordOutcomes(slot: string): Promise<void>
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
    take: async (windows, lane) => {
      const { answer, slot } = await ledger.decide(windows.hour.spanMs, (state) => {
        const waitMs = waitOf(windows, lane, state)
        return { answer: waitMs, take: waitMs <= 0 }
      })
      return slot === null ? { granted: false, waitMs: answer } : { granted: true, slot }
    },
    recordOutcomes: (slot) => ledger.recordOutcomes(slot),
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
