import type { User } from '../account/user.ts'
import type { PlanItem } from './plan.ts'
import { type PlanItemInput, personOf, planItem } from './plan-item.ts'

/** Everything of an item that its change and the access of its user decide. Items share it, including its objects. */
type Resolved = Pick<PlanItem, 'change' | 'before' | 'after' | 'steps' | 'disposition' | 'blockers' | 'warnings'>

type Ground = Pick<PlanItemInput, 'lookups' | 'policy'>
type Input = Omit<PlanItemInput, 'lookups' | 'policy'>

/** Different combinations held at a time: an account where all users differ must not fill the memory. */
const mostHeld = 4000

/** Objects recognized without comparing their content. Not a `WeakMap`: it would hold an entry for each row of a file. */
const mostObjects = 2000

/** Numbers values by content. A recent object is not compared again. */
function createNumbering() {
  const byText = new Map<string, number>()
  const byObject = new Map<object, number>()
  return (value: object): number => {
    const known = byObject.get(value)
    if (known !== undefined) return known
    const text = JSON.stringify(value)
    const number = byText.get(text) ?? byText.size
    byText.set(text, number)
    if (byObject.size === mostObjects) byObject.clear()
    byObject.set(value, number)
    return number
  }
}

function createResolver(ground: Ground) {
  let numberOf = createNumbering()
  let known = new Map<string, Resolved>()
  return (input: Input, user: User): Resolved => {
    if (known.size === mostHeld) {
      numberOf = createNumbering()
      known = new Map()
    }
    const key = `${numberOf(input.change)} ${numberOf(user.groups)} ${numberOf(user.roles)} ${user.canCreateBot} ${user.isDeveloper} ${(user.unread ?? []).join()}`
    const found = known.get(key)
    if (found !== undefined) return found
    const resolved = planItem({ ...input, ...ground, warnings: [] })
    known.set(key, resolved)
    return resolved
  }
}

/**
 * Plans items against the same look-ups, as `planItem` does. The result of an update depends only on the change and the
 * current access, so each combination is resolved once.
 */
export function createPlanner(ground: Ground): (input: Input) => PlanItem {
  const resolve = createResolver(ground)
  return (input) => {
    const { seq, row, identifier, match, change, blockers = [], warnings = [] } = input
    if (change.kind !== 'update' || match.kind !== 'user' || blockers.length > 0)
      return planItem({ ...input, ...ground })
    const shared = resolve(input, match.user)
    return {
      seq,
      row,
      identifier,
      user: personOf(match.user),
      change: shared.change,
      before: shared.before,
      after: shared.after,
      steps: shared.steps,
      disposition: shared.disposition,
      blockers: shared.blockers,
      warnings: warnings.length === 0 ? shared.warnings : [...warnings, ...shared.warnings],
    }
  }
}
