import type { Clock } from '../../../clock.ts'
import type { BudgetLedger, BudgetState } from '../../../features/kore/ports.ts'

/** The calls of a single process without other replicas; also the fake of the SQL ledger. */
export function createMemoryBudgetLedger(clock: Pick<Clock, 'now'>): BudgetLedger {
  let calls: { slot: string; at: number }[] = []
  let made = 0
  let kept: Pick<BudgetState, 'blockedUntil' | 'learned'> = {
    blockedUntil: 0,
    learned: { minute: null, hour: null, at: 0 },
  }
  const read = (keepMs: number): BudgetState => {
    const now = clock.now()
    const oldest = calls[0]
    if (oldest !== undefined && oldest.at <= now - keepMs) calls = calls.filter((call) => call.at > now - keepMs)
    return { now, calls: calls.map((call) => call.at), ...kept }
  }
  return {
    decide: async (keepMs, rule) => {
      const state = read(keepMs)
      const { answer, take, remember } = rule(state)
      if (remember !== undefined) kept = remember
      if (!take) return { answer, slot: null }
      made += 1
      calls.push({ slot: String(made), at: state.now })
      return { answer, slot: String(made) }
    },
    read: async (keepMs) => read(keepMs),
    commitSlot: async (slot) => {
      const call = calls.find((one) => one.slot === slot)
      if (call === undefined) return
      calls = [...calls.filter((one) => one !== call), { slot, at: Math.max(call.at, clock.now()) }]
    },
    giveBack: async (slot) => {
      calls = calls.filter((call) => call.slot !== slot)
    },
  }
}
