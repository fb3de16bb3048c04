import type { Lane } from '../../../engine/kore-ports.ts'
import type { BudgetLedger } from '../../../features/kore/ports.ts'
import { afterRefusal, usageOf, waitOf } from './budget-state.ts'
import type { BudgetUsage, LimitRefusal, Windows } from './budget-usage.ts'

/** The budget of one connection: the rule over the ledger. */
export interface BudgetStore {
  /** Counts one call when it fits; else says how long to wait. Atomic over replicas. */
  take(windows: Windows, lane: Lane): Promise<Take>
  /** The call was answered: it counts from now on, as it reached Kore.ai at the latest now. */
  recordOutcomes(slot: string): Promise<void>
  /** The call never left: it does not count. */
  giveBack(slot: string): Promise<void>
  /** Kore.ai said "too many": nobody calls for a while, and a little less afterwards. */
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
