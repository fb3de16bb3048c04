import type { User } from '@muster/core/account/user'
import { storeFailure } from '../../store-failure.ts'
import { defaultEngineSettings, type EngineDeps, type EngineSettings } from '../context/run-context.ts'
import type { KoreWriter } from '../kore-ports.ts'
import type { ErasureJournal, JobRunStore } from '../ports.ts'
import { runJob } from '../run/run-job.ts'
import { replayErasures } from '../verify/replay-erasures.ts'
import { anItem, aUser } from './an-item.ts'
import { createFailingStore } from './failing-store.ts'
import { createFakeKore, type Fault } from './fake-kore.ts'
import { createMemoryJobStore } from './memory-job-store.ts'
import { createMemoryJournal } from './memory-journal.ts'
import { createMortal, type Mortal } from './mortal.ts'
import { createSeeded, type Seeded } from './seeded.ts'
import { brokenStages, violationsOf } from './simulation-rules.ts'
import type { World } from './simulation-world.ts'
import { createVirtualClock } from './virtual-clock.ts'

/** A planted bug: the rules must detect it. */
export interface Mutation {
  readonly settings?: Partial<EngineSettings>
  readonly store?: (store: JobRunStore) => JobRunStore
  readonly writer?: (writer: KoreWriter, plan: readonly User[]) => KoreWriter
  readonly journal?: (journal: ErasureJournal) => ErasureJournal
  /** A restored store is not held. */
  readonly restoredRuns?: true
  /** Removals and erasures begin with calls of any size. */
  readonly isUnstaged?: true
}

/** Longer than any late effect, as the real one is longer than the client's deadline. */
const quiesceMs = 20_000
const longestLateMs = 18_000

/**
 * Runs one job through the faults of a seed: lost requests, lost responses, late effects, refusals, outages, processes
 * killed, frozen and stopped, clocks that differ, a second replica, pause, resume and cancel. Returns the violations of
 * the rules.
 */
export async function simulate(seed: number, mutation: Mutation = {}): Promise<Pick<World, 'violations' | 'trace'>> {
  const world = createWorld(createSeeded(seed), mutation)
  const { clock, chance, kept } = world
  const isOver = () => kept.job.state === 'done' || kept.job.state === 'cancelled'
  const replicas = chance.chance(0.3) ? 2 : 1
  for (let n = 0; n < replicas; n += 1) void keepRunning(world, mutation, isOver)
  void control(world)
  void removeBehindItsBack(world)
  if (chance.chance(0.15)) void restoreOnce(world, mutation, isOver)
  try {
    await clock.runUntil(isOver, 12 * 3_600_000)
    // Late effects land; no process may act on them any more.
    await clock.runUntil(() => false, 120_000)
    // A start records what the store missed.
    world.journal.restart()
    let replayed = false
    const mortal = createMortal(clock, { skewMs: 0, delayMs: () => 0 })
    const deps = { ...depsOf(world, mutation, mortal), store: kept.store }
    void replayErasures(deps).finally(() => (replayed = true))
    await clock.runUntil(() => replayed, 60_000)
  } catch (error) {
    world.violations.push(String(error))
  }
  if (!isOver()) world.violations.push(`never ended: ${world.kept.job.state}`)
  world.violations.push(...violationsOf(world))
  return world
}

function createWorld(chance: Seeded, { isUnstaged }: Mutation): World {
  const clock = createVirtualClock()
  const kind = (['update', 'remove', 'erase'] as const)[chance.below(3)] ?? 'update'
  const plan = Array.from({ length: 3 + chance.below(chance.chance(0.3) ? 90 : 18) }, (_, n) => aUser(n + 1))
  const some = (probability: number) => new Set(plan.filter(() => chance.chance(probability)).map(({ email }) => email))
  const poison = some(chance.chance(0.3) ? 0.1 : 0)
  const refused = some(chance.chance(0.3) ? 0.15 : 0)
  const updated = some(kind === 'update' && chance.chance(0.3) ? 0.2 : 0)
  const isBlind = chance.chance(0.2)
  const blind = some(isBlind ? 0.2 : 0)
  const trouble = chance.next() * 0.5
  const kore = createFakeKore({
    users: plan.map((user) => (updated.has(user.email) ? { ...user, isDeveloper: !user.isDeveloper } : user)),
    poison,
    refused,
    clock,
    latencyMs: 50 + chance.below(1500),
    limits: { writeBatch: 1 + chance.below(6), readBatch: 3 + chance.below(8) },
    faultOf: () => (chance.chance(trouble) ? anyFault(chance, kind) : null),
    isBlindTo: (email) => blind.has(email) || (isBlind && chance.chance(0.05)),
  })
  const kept = createMemoryJobStore(
    plan.map((user, n) => anItem(n + 1, user, kind)),
    clock,
    { isStaged: isUnstaged !== true },
  )
  const account = { kore, kept, kind, plan, poison, refused, updated, removed: new Set<string>(), isBlind }
  const seen = { journal: createMemoryJournal(), accepted: new Set<string>(), violations: [], trace: [] }
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const restored = { promise, resolve, reject }
  return { clock, chance, ...account, ...seen, restored, isRestored: false, quietSince: null }
}

function anyFault(chance: Seeded, kind: World['kind']): Fault {
  const faults: Fault[] = [
    { kind: 'drop_before' },
    { kind: 'drop_after' },
    { kind: 'late', ms: 100 + chance.below(longestLateMs) },
    { kind: 'late', ms: 100 + chance.below(longestLateMs) },
    { kind: 'late', ms: longestLateMs },
    { kind: 'not_sent', cause: 'upstream_trouble' },
    { kind: 'not_sent', cause: 'rate_limited' },
    { kind: 'not_sent', cause: 'credential_rejected' },
  ]
  if (kind !== 'erase') {
    faults.push({ kind: 'silent' }, { kind: 'hollow' })
    faults.push({ kind: 'refused_after', as: 'rate_limit' }, { kind: 'refused_after', as: 'request' })
  }
  faults.push({ kind: 'refused_after', as: 'credential' })
  return faults[chance.below(faults.length)] ?? { kind: 'drop_before' }
}

/** A replica: one process after another, until the job is over. */
async function keepRunning(world: World, mutation: Mutation, isOver: () => boolean): Promise<void> {
  const { clock, chance, trace } = world
  for (let deaths = 0; !isOver(); deaths += 1) {
    const skewMs = chance.chance(0.5) ? (chance.below(2) * 2 - 1) * chance.below(600_000) : 0
    const mortal = createMortal(clock, { skewMs, delayMs: () => chance.below(4) })
    const stop = new AbortController()
    const ended = process(world, mutation, { mortal, stop: stop.signal, isOver })
    const isKilled = world.isRestored ? new Promise<void>(() => {}) : world.restored.promise.then(() => mortal.kill())
    if (deaths >= 4 || chance.chance(0.4)) {
      await Promise.race([ended, isKilled])
      continue
    }
    await clock.sleep(50 + chance.below(6000))
    const fate = chance.below(3)
    trace.push(`${clock.monotonic()} ${['killed', 'frozen', 'stopped'][fate]}`)
    if (fate === 0) mortal.kill()
    if (fate === 1) mortal.freeze(1000 + chance.below(60_000))
    if (fate === 2) stop.abort()
    await clock.sleep(chance.below(3000))
  }
}

interface Life {
  readonly mortal: Mortal
  readonly stop: AbortSignal
  readonly isOver: () => boolean
}

async function process(world: World, mutation: Mutation, life: Life): Promise<void> {
  const { mortal, stop, isOver } = life
  const deps = depsOf(world, mutation, mortal)
  while (!stop.aborted && !isOver()) {
    try {
      await runJob(deps, 'job', stop)
      await mortal.clock.sleep(300, stop)
    } catch (error) {
      if (stop.aborted) return
      if (storeFailure(error) !== null) {
        await mortal.clock.sleep(1000, stop).catch(() => {})
        continue
      }
      world.violations.push(`a run failed: ${String(error)}`)
      return
    }
  }
}

function depsOf(world: World, mutation: Mutation, mortal: Mortal): EngineDeps {
  const { chance, kept, kore, trace, clock } = world
  let epoch = 0
  const watched: JobRunStore = {
    ...kept.store,
    acquire: async (jobId, leaseMs) => {
      const taken = await kept.store.acquire(jobId, leaseMs)
      if (typeof taken !== 'string') epoch = taken.lease.epoch
      return taken
    },
  }
  const leaving = (who: readonly string[]) => {
    trace.push(`${clock.monotonic()} ${epoch} sends ${who.join()}`)
    if (epoch !== kept.job.epoch) world.violations.push('sent by a worker that was overtaken')
    world.violations.push(...brokenStages(world, who))
    if (world.quietSince !== null && clock.monotonic() - world.quietSince > 1000)
      world.violations.push('sent while held')
  }
  const writer = watchSends(kore.writer, leaving)
  let ids = 0
  return {
    store: mortal.around(createFailingStore(mutation.store?.(watched) ?? watched, { clock, chance })),
    writer: notingAccepted(mortal.around(mutation.writer?.(writer, world.plan) ?? writer), world.accepted),
    directory: mortal.around({
      lookups: async () => ({
        groups: new Map([['e-1', { id: 'e-1', name: 'Support' }]]),
        roles: new Map(),
        bots: new Map(),
        known: { groups: true, roles: true, bots: true },
      }),
      adminHolders: async () => [],
      adminPolicy: async () => ({ holders: new Map(), floor: 1 }),
      upsertUsers: async () => {},
      markGone: async () => {},
      markChanged: async () => {},
    }),
    clock: mortal.clock,
    random: () => chance.next(),
    newId: () => `${epoch}-${(ids += 1)}`,
    settings: { ...defaultEngineSettings, leaseMs: 5000, quiesceMs, verifyAgainMs: 500, ...mutation.settings },
    onUpdated: () => {},
    onErasures: () => {},
    journal: mutation.journal?.(world.journal) ?? world.journal,
  }
}

/** Records erasures whose acceptance the process knows: it must not forget them afterwards. */
function notingAccepted(writer: KoreWriter, accepted: Set<string>): KoreWriter {
  return {
    ...writer,
    updateUsers: (requests, options) => writer.updateUsers(requests, options),
    removeUsers: (requests, options) => writer.removeUsers(requests, options),
    readUsers: (identifiers, options) => writer.readUsers(identifiers, options),
    eraseUsersData: async (request, options) => {
      const result = await writer.eraseUsersData(request, options)
      if (result.kind === 'queued') for (const { value } of request.identifiers) accepted.add(value)
      return result
    },
  }
}

/** Another administrator removes users while the job that removes them runs. */
async function removeBehindItsBack({ clock, chance, kind, kore, plan, removed }: World): Promise<void> {
  if (kind !== 'remove' || !chance.chance(0.3)) return
  for (const { email } of plan.filter(() => chance.chance(0.2))) {
    await clock.sleep(chance.below(1500))
    if (kore.users.delete(email)) removed.add(email)
  }
}

/** Restores the store to an earlier state; every process ends with it. */
async function restoreOnce(world: World, mutation: Mutation, isOver: () => boolean): Promise<void> {
  const { clock, chance, kept, journal, trace } = world
  await clock.sleep(500 + chance.below(4000))
  const putBack = kept.backUp()
  await clock.sleep(500 + chance.below(8000))
  if (isOver()) return
  world.isRestored = true
  world.restored.resolve()
  trace.push(`${clock.monotonic()} restored`)
  putBack({ isHeld: mutation.restoredRuns !== true, quiesceMs })
  world.quietSince = null
  journal.restart()
}

/** Reports each write call at the moment it leaves. */
function watchSends(writer: KoreWriter, leaving: (who: readonly string[]) => void): KoreWriter {
  const reported = <O extends { beforeSend?: () => Promise<void> }>(options: O, who: readonly string[]): O => ({
    ...options,
    beforeSend: async () => {
      await options.beforeSend?.()
      leaving(who)
    },
  })
  const named = (requests: readonly { identifier: { value: string } }[]) => requests.map((one) => one.identifier.value)
  return {
    ...writer,
    updateUsers: (requests, options) => writer.updateUsers(requests, reported(options, named(requests))),
    removeUsers: (requests, options) => writer.removeUsers(requests, reported(options, named(requests))),
    eraseUsersData: (request, options) => {
      const who = request.identifiers.map(({ value }) => value)
      return writer.eraseUsersData(request, reported(options, who))
    },
  }
}

/** A user who pauses and resumes, sometimes cancels, and always resumes a job that paused itself. */
async function control(world: World): Promise<void> {
  const { clock, chance, kept, trace } = world
  const cancels = chance.chance(0.25)
  for (let looks = 0; kept.job.state !== 'done' && kept.job.state !== 'cancelled'; looks += 1) {
    await clock.sleep(200 + chance.below(8000))
    const move = (from: Parameters<typeof kept.control>[0], to: Parameters<typeof kept.control>[1]) => {
      if (!kept.control(from, to)) return
      trace.push(`${clock.monotonic()} ${to}`)
      world.quietSince = to === 'queued' ? null : clock.monotonic()
    }
    if (kept.job.state === 'paused') move(['paused'], 'queued')
    else if (looks < 3 && chance.chance(0.3)) move(['queued', 'running', 'waiting'], 'pausing')
    else if (cancels && looks > 1) move(['queued', 'running', 'waiting', 'pausing', 'paused'], 'cancelling')
  }
}
