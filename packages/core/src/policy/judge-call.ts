import type { Lookups } from '../account/access.ts'
import type { PlanNote } from '../plan/plan.ts'
import { createFloors, type FloorFacts, type Taking } from './floors.ts'
import type { GuardLimits } from './limits.ts'
import { type AccountFacts, judgeVolume } from './volume.ts'

/** Everything the policies know right before a call. */
export interface CallFacts {
  readonly floors: FloorFacts
  /** `removedToday` and `erasedToday` count what was sent, not what waits. */
  readonly account: AccountFacts
  readonly limits: GuardLimits
  /** A member confirmed the share this job has. */
  readonly shareConfirmed: boolean
  readonly lookups: Lookups
}

/** Judges the users of one call in order. Null: the user may go out; else why not. */
export function judgeCall(takings: readonly Taking[], facts: CallFacts): readonly (PlanNote | null)[] {
  const floors = createFloors(facts.floors, facts.lookups)
  let account = facts.account
  return takings.map((taking) => {
    const [floor] = floors(taking)
    if (floor !== undefined) return floor
    if (taking.kind === 'update') return null
    const removals = taking.kind === 'remove' ? 1 : 0
    const verdict = judgeVolume({ updates: 0, removals, erasures: 1 - removals }, account, facts.limits)
    if (verdict === 'refused' || (verdict === 'confirm_share' && !facts.shareConfirmed)) {
      return { code: 'limit_reached', details: {} }
    }
    account = {
      ...account,
      removedToday: account.removedToday + removals,
      erasedToday: account.erasedToday + 1 - removals,
    }
    return null
  })
}
