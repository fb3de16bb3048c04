import type { Lookups } from '@muster/core/account/access'
import { subjectKey } from '@muster/core/account/subject-key'
import { hasKoreId, type Identifier, identifierOfKnown } from '@muster/core/account/user'
import { erasureIdentifier, erasureReadings } from '@muster/core/identifier/erasure-identifier'
import { comparableIdentifier } from '@muster/core/identifier/read-identifier'
import { createPlanner } from '@muster/core/plan/create-planner'
import type { PlanItem } from '@muster/core/plan/plan'
import { blockItem, type PlanPolicy, type UserMatch } from '@muster/core/plan/plan-item'
import { undoItem } from '@muster/core/plan/undo'
import { matchWithin, type PlanScope, scopeGuard } from '@muster/core/policy/scope'
import { mapAhead } from './map-ahead.ts'
import type { PlanDeps } from './plan-deps.ts'
import { identifierOf, type PlanInput } from './plan-inputs.ts'
import { createPlanSubjects, type PlanSubjects } from './plan-subjects.ts'
import type { KeptItem } from './ports.ts'

/** What all batches of a plan are compared with. */
export interface PlanGround {
  readonly lookups: Lookups
  readonly policy: PlanPolicy
  /** The floor under the administrators, over the whole plan. */
  readonly guard: (item: PlanItem) => PlanItem
  /** The limit of the author; null: none. */
  readonly limit: PlanScope | null
}

/** An input with its user in the directory. */
interface MatchedInput extends PlanInput {
  readonly match: UserMatch
}

/** The identifier of an input; where it follows a known user, one that does not name another user by now. */
function currentIdentifier({ identifier, found }: PlanInput, match: UserMatch): Identifier {
  if (found === undefined || match.kind !== 'user') return identifier
  const { user } = match
  const now = { email: user.email, orgUserId: user.orgUserId ?? '', userId: user.id, channelUserId: identifier.value }
  const current = { ...identifier, value: now[identifier.by] }
  return comparableIdentifier(current) === comparableIdentifier(identifier) ? identifier : identifierOf(user)
}

/** Erasures that name a user of the account under another kind of identifier, each with that user. */
async function matchErasures(
  { directory }: Pick<PlanDeps, 'directory'>,
  batch: readonly MatchedInput[],
): Promise<readonly MatchedInput[]> {
  const readings = batch.flatMap((input) => {
    const isErasure = input.requested.kind === 'change' && input.requested.change.kind === 'erase'
    if (!isErasure || input.match.kind !== 'none') return []
    return erasureReadings(input.identifier).map((identifier) => ({ input, identifier }))
  })
  if (readings.length === 0) return batch
  const found = await directory.byIdentifiers(readings.map(({ identifier }) => identifier))
  const matches = new Map(
    readings.flatMap(({ input }, at) => {
      const match = found[at] ?? { kind: 'none' }
      return match.kind === 'none' ? [] : [[input, match] as const]
    }),
  )
  return batch.map((input) => ({ ...input, match: matches.get(input) ?? input.match }))
}

const namedBy = ({ found, identifier }: Pick<PlanInput, 'found' | 'identifier'>): Identifier =>
  found === undefined ? identifier : identifierOfKnown(found)

/**
 * Users of an earlier plan whose ID the directory lacks because its source, by now, names users by address only. They
 * keep the ID: before the send, it is compared with that of the user who has the address at Kore.ai.
 */
async function matchKnown(
  { directory }: Pick<PlanDeps, 'directory'>,
  batch: readonly MatchedInput[],
): Promise<readonly MatchedInput[]> {
  const lost = batch.flatMap((input) => {
    const { found, match } = input
    const isLost = found !== undefined && match.kind === 'none' && found.email !== '' && hasKoreId(found)
    return isLost ? [{ input, found }] : []
  })
  if (lost.length === 0) return batch
  const named = await directory.byIdentifiers(lost.map(({ found }) => ({ by: 'email', value: found.email })))
  const matches = new Map(
    lost.flatMap(({ input, found: { id } }, at) => {
      const match = named[at]
      if (match?.kind !== 'user' || hasKoreId(match.user)) return []
      return [[input, { kind: 'user', user: { ...match.user, id } }] as const]
    }),
  )
  return batch.map((input) => ({ ...input, match: matches.get(input) ?? input.match }))
}

async function matchBatch(
  { directory }: Pick<PlanDeps, 'directory'>,
  batch: readonly PlanInput[],
): Promise<readonly MatchedInput[]> {
  const unmatched = batch.filter((input) => input.match === null)
  const found = unmatched.length === 0 ? [] : await directory.byIdentifiers(unmatched.map(namedBy))
  if (found.length !== unmatched.length) throw new Error('the directory did not return a match for every identifier')
  let next = 0
  const matched = batch.map((input): MatchedInput => {
    if (input.match !== null) return { ...input, match: input.match }
    const match = found[next] ?? { kind: 'none' }
    next += 1
    return { ...input, match }
  })
  const known = await matchKnown({ directory }, matched)
  const current = known.map((input, n) =>
    batch[n]?.match === null ? { ...input, identifier: currentIdentifier(input, input.match) } : input,
  )
  return matchErasures({ directory }, current)
}

/** Batches on their way: the store looks users up while earlier batches are planned. */
const ahead = 3

/** Finds the users of each batch in the directory. */
export const matchedBatches = (
  deps: Pick<PlanDeps, 'directory'>,
  batches: AsyncIterable<readonly PlanInput[]> | Iterable<readonly PlanInput[]>,
): AsyncGenerator<readonly MatchedInput[]> => mapAhead(batches, ahead, (batch) => matchBatch(deps, batch))

/** The subject of an item; null for a row without a user: two of those are not the same user. */
function subjectOf({ identifier, user, change }: PlanItem): string | null {
  if (user === null && identifier.value.trim() === '') return null
  return subjectKey(change.kind === 'erase' ? erasureIdentifier(identifier) : identifier, user)
}

/** Of several items for one user the first counts; the others are blocked. */
function withoutDuplicate(item: PlanItem, subjects: PlanSubjects): PlanItem {
  const subject = subjectOf(item)
  // A file's own check names the earlier row.
  if (subject === null || item.blockers.some(({ code }) => code === 'duplicate_in_plan')) return item
  const first = subjects.firstOf(subject, item.seq)
  if (first === item.seq) return item
  return blockItem(item, { code: 'duplicate_in_plan', details: { first: String(first) } })
}

/** Plans the batches of one plan in order; the next batch is numbered from `firstSeq`. */
export function createBatchPlanner(
  ground: PlanGround,
): (batch: readonly MatchedInput[], firstSeq: number) => readonly KeptItem[] {
  const plan = createPlanner(ground)
  const subjects = createPlanSubjects()
  const limit = scopeGuard(ground.limit, ground.lookups)
  const itemOf = ({ requested, row, match: anyone, ...input }: MatchedInput, seq: number): PlanItem => {
    const match = matchWithin(ground.limit?.scope ?? null, anyone)
    // Of a user who is gone, the next retry must not find another under the address either.
    const identifier = match.kind === 'none' ? namedBy(input) : input.identifier
    if (requested.kind === 'undo') return undoItem({ ...requested.applied, identifier }, { seq, match, ...ground })
    const { change, blockers, warnings } = requested
    return plan({ seq, row, identifier, match, change, blockers, warnings: warnings ?? [] })
  }
  return (batch, firstSeq) =>
    batch.map((input, index) => ({
      // The guard comes after the duplicates: a blocked item takes nothing away.
      item: ground.guard(withoutDuplicate(limit(itemOf(input, firstSeq + index)), subjects)),
      retriesSeq: input.retriesSeq ?? null,
    }))
}
