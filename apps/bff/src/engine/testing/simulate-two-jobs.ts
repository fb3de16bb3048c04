import type { PlanItem } from '@muster/core/plan/plan'
import { defaultEngineSettings, type EngineDeps } from '../context/run-context.ts'
import type { KoreWriter } from '../kore-ports.ts'
import { runJob } from '../run/run-job.ts'
import { directory, never } from './a-run.ts'
import { anItem, aUser } from './an-item.ts'
import { createFakeKore, type Fault } from './fake-kore.ts'
import { createMemoryJobStore, type MemoryJobStore } from './memory-job-store.ts'
import { createMemoryJournal } from './memory-journal.ts'
import { createSeeded, type Seeded } from './seeded.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'

const quiesceMs = 20_000
const longestLateMs = 18_000

interface TwoJobs {
  readonly violations: readonly string[]
  /** Updates that each job reports as changed. */
  readonly changed: readonly number[]
}

/**
 * Two jobs change the same users at the same time, one their flags and one their groups, through lost responses, late
 * effects and calls that wait long after the read. Rule: what a job reports as changed is in effect at the end.
 * `areStrangers`: a planted bug, neither job knows what the other sent.
 */
export async function simulateTwoJobs(seed: number, { areStrangers = false } = {}): Promise<TwoJobs> {
  const chance = createSeeded(seed)
  const clock = createVirtualClock()
  const users = Array.from({ length: 2 + chance.below(12) }, (_, n) =>
    aUser(n + 1, { isDeveloper: chance.chance(0.5) }),
  )
  const trouble = chance.next() * 0.3
  const kore = createFakeKore({
    users,
    clock,
    latencyMs: 50 + chance.below(1500),
    limits: { writeBatch: 1 + chance.below(5), readBatch: 3 + chance.below(8) },
    faultOf: () => (chance.chance(trouble) ? anyFault(chance) : null),
  })
  const stores: MemoryJobStore[] = []
  const storeOf = (items: readonly PlanItem[]) => {
    const store = createMemoryJobStore(items, clock, {
      others: () => (areStrangers ? [] : stores.filter((one) => one !== store).flatMap((one) => one.items)),
    })
    stores.push(store)
    return store
  }
  const flags = storeOf(users.filter(() => chance.chance(0.7)).map((user, n) => flagItem(user, n)))
  const groups = storeOf(users.map((user, n) => anItem(n + 1, user, 'update')))
  const ends = stores.map((store) =>
    keepRunning(store, { clock, chance, writer: delayed(kore.writer, { clock, chance }) }),
  )
  let isOver = false
  void Promise.all(ends).then(() => (isOver = true))
  await clock.runUntil(() => isOver, 12 * 3_600_000)
  await clock.runUntil(() => false, 2 * longestLateMs)
  const violations = isOver ? [] : ['a job never ended']
  for (const { item, outcome } of flags.items) {
    const now = kore.users.get(item.identifier.value)
    if (outcome === 'changed' && now?.isDeveloper !== item.after?.isDeveloper)
      violations.push(`${item.identifier.value}: a flag was reverted by another job`)
  }
  for (const { item, outcome } of groups.items) {
    if (outcome === 'changed' && kore.users.get(item.identifier.value)?.groups.includes('e-1') !== true)
      violations.push(`${item.identifier.value}: a group was reverted by another job`)
  }
  return { violations, changed: stores.map(({ items }) => items.filter(({ outcome }) => outcome === 'changed').length) }
}

function flagItem(user: ReturnType<typeof aUser>, n: number): PlanItem {
  const isDeveloper = !user.isDeveloper
  const item = anItem(n + 1, user, 'update', { change: { kind: 'update', isDeveloper } })
  const { before } = item
  if (before === null) throw new Error('an update without access')
  const steps = [{ field: 'isDeveloper', from: user.isDeveloper, to: isDeveloper } as const]
  return { ...item, after: { ...before, isDeveloper }, steps }
}

function anyFault(chance: Seeded): Fault {
  const faults: readonly Fault[] = [
    { kind: 'drop_before' },
    { kind: 'drop_after' },
    { kind: 'late', ms: 100 + chance.below(longestLateMs) },
    { kind: 'late', ms: longestLateMs },
    { kind: 'not_sent', cause: 'rate_limited' },
  ]
  return faults[chance.below(faults.length)] ?? { kind: 'drop_before' }
}

interface Account {
  readonly clock: VirtualClock
  readonly chance: Seeded
}

/** Calls that wait for the budget, some of them for minutes. */
function delayed({ updateUsers, ...writer }: KoreWriter, { clock, chance }: Account): KoreWriter {
  return {
    ...writer,
    updateUsers: async (requests, options) => {
      if (chance.chance(0.5)) await clock.sleep(chance.below(chance.chance(0.2) ? 300_000 : 5000))
      return updateUsers(requests, options)
    },
  }
}

async function keepRunning(store: MemoryJobStore, { clock, chance, writer }: Account & { writer: KoreWriter }) {
  let ids = 0
  const deps: EngineDeps = {
    writer,
    store: store.store,
    directory,
    clock,
    random: () => chance.next(),
    newId: () => `${(ids += 1)}`,
    journal: createMemoryJournal(),
    settings: { ...defaultEngineSettings, leaseMs: 60_000, quiesceMs, verifyAgainMs: 500 },
    onUpdated: () => {},
    onErasures: () => {},
  }
  await clock.sleep(chance.below(20_000))
  while (store.job.state !== 'done') {
    await runJob(deps, 'job', never)
    store.control(['paused'], 'queued')
    await clock.sleep(300)
  }
}
