import { mostAttempts } from '../decide/decide-in-doubt.ts'
import type { MemoryItem } from './memory-item.ts'
import type { World } from './simulation-world.ts'

/** What must hold at the end of every job; the ledger at Kore.ai decides. */
export function violationsOf(world: World): readonly string[] {
  const { kept, kore, kind } = world
  const ledger = { update: kore.updates, remove: kore.removals, erase: kore.erasures }[kind]
  return kept.items.flatMap((one) => {
    const who = one.item.identifier.value
    return brokenRules(world, one, ledger.get(who) ?? 0).map((rule) => `${who}: ${rule}`)
  })
}

/** How many users of a removal or an erasure may be on their way until Kore.ai's ledger shows one, and until it shows 11. */
const stages = { first: 1, next: 10, proven: 11 } as const

/** What must hold when a call that removes or erases leaves: not more users are on their way than its stage allows. */
export function brokenStages({ kept, kore, kind, removed }: World, who: readonly string[]): readonly string[] {
  if (kind === 'update') return []
  const done = { remove: kore.removals, erase: kore.erasures }[kind].size + removed.size
  if (done >= stages.proven) return []
  const others = kept.items.filter(
    ({ item, state, toVerify }) =>
      !who.includes(item.identifier.value) && (toVerify || state === 'intended' || state === 'in_doubt'),
  )
  const onTheirWay = who.length + others.length
  return onTheirWay > (done === 0 ? stages.first : stages.next)
    ? [`${onTheirWay} users are on their way while ${done} are seen to be done`]
    : []
}

function brokenRules(world: World, one: Readonly<MemoryItem>, effects: number): readonly string[] {
  const { outcome, cause, state } = one
  const who = one.item.identifier.value
  const broken: string[] = []
  const rule = (holds: boolean, sentence: string) => {
    if (!holds) broken.push(`${sentence} (${outcome} ${cause}, ${effects} effects)`)
  }
  rule(state === 'settled' && outcome !== null, 'has no outcome')
  rule(effects <= 1, 'was changed more than once')
  const byAnother = world.removed.has(who)
  if (outcome === 'changed' && !byAnother)
    rule(effects === 1 || cause === 'not_verified', 'is reported as changed and is not')
  if (outcome === 'failed' || outcome === 'not_attempted' || outcome === 'unchanged')
    rule(effects === 0, 'was changed and is reported as not changed')
  if (outcome === 'unknown') rule(world.kind === 'erase' || world.isBlind, 'is unknown though it can be read')
  if (cause === 'request_refused')
    rule(world.poison.has(who) || world.refused.has(who), 'is blamed for another user’s poison')
  if (cause === 'kore_refused') rule(world.refused.has(who), 'is reported as refused')
  if (cause === 'user_unreadable') rule(world.isBlind, 'is reported as unreadable')
  // Cancellation waits a limited time for reads that fail.
  if (cause === 'not_verified')
    rule(world.isBlind || world.kept.job.state === 'cancelled', 'is reported as not verified')
  if (cause === 'not_authorized') rule(world.isBlind, 'has failed for being gone')
  const isExcused = ['user_unreadable', 'not_authorized', 'unexpected_response'].includes(cause ?? '')
  const mayFail =
    world.poison.has(who) || world.refused.has(who) || world.updated.has(who) || one.attempts >= mostAttempts
  if (outcome === 'failed') rule(mayFail || isExcused, 'has failed without having been tried enough')
  const { isDeveloper: flag } = world.kore.users.get(who) ?? { isDeveloper: null }
  if (world.updated.has(who)) rule(flag === false, 'had a change of another administrator reverted')
  if (world.kind === 'erase') broken.push(...brokenErasure(world, one))
  return broken
}

function brokenErasure(world: World, { item, outcome }: Readonly<MemoryItem>): readonly string[] {
  const requests = world.kept.erasures.filter(({ people }) => people.some(({ seq }) => seq === item.seq))
  const isLost = requests.some(({ requestId }) => requestId === null)
  const isAccepted = world.accepted.has(item.identifier.value)
  // A restored store records unfinished items as unknown, without a request.
  const isHeld = world.isRestored && outcome === 'unknown' && requests.length === 0
  const expected = outcome === 'changed' || outcome === 'unknown' ? 1 : 0
  return [
    requests.length === expected || isHeld ? '' : 'is not in exactly one recorded request',
    (outcome === 'unknown') === isLost || isHeld ? '' : 'is unknown although its request is not',
    isAccepted && outcome !== 'changed' ? `was accepted and is ${outcome}` : '',
  ].filter((rule) => rule !== '')
}
