import { mostAttempts } from '../in-calls.ts'
import type { MemoryItem } from './memory-job-store.ts'
import type { World } from './simulation.ts'

/** What must hold at the end of a job, whatever happened to it; the ledger at Kore.ai is the judge. */
export function violationsOf(world: World): readonly string[] {
  const { kept, kore, kind } = world
  const ledger = { update: kore.updates, remove: kore.removals, erase: kore.erasures }[kind]
  return kept.items.flatMap((one) => {
    const who = one.item.identifier.value
    return brokenRules(world, one, ledger.get(who) ?? 0).map((rule) => `${who}: ${rule}`)
  })
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
  if (outcome === 'changed') rule(effects === 1, 'is said to be changed and is not')
  if (outcome === 'failed' || outcome === 'not_attempted' || outcome === 'unchanged')
    rule(effects === 0, 'was changed and is said not to be')
  if (outcome === 'unknown') rule(world.kind === 'erase', 'is unknown though it can be read')
  if (cause === 'request_refused') rule(world.poison.has(who), 'is blamed for another one’s poison')
  if (cause === 'kore_refused') rule(world.refused.has(who), 'is said to be refused')
  const mayFail = world.poison.has(who) || world.refused.has(who) || one.attempts >= mostAttempts
  if (outcome === 'failed') rule(mayFail, 'has failed without having been tried enough')
  if (world.kind === 'erase') {
    const requests = world.kept.erasures.filter(({ people }) => people.some(({ seq }) => seq === one.item.seq))
    const isAsked = outcome === 'changed' || outcome === 'unknown'
    rule(requests.length === (isAsked ? 1 : 0), 'is not in exactly one request that is kept')
    const isLost = requests.some(({ requestId }) => requestId === null)
    rule((outcome === 'unknown') === isLost, 'is unknown without its request being so')
  }
  return broken
}
