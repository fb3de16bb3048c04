import type { User } from '@muster/core/account/user'
import { mergeReading } from '@muster/core/account/user-reading'
import { defaultEngineSettings, type EngineDeps } from '../context/run-context.ts'
import type { JobDirectory, JobRunStore } from '../ports.ts'
import { runJob } from '../run/run-job.ts'
import { anItem, aUser } from './an-item.ts'
import { createFakeKore, type FakeKoreOptions } from './fake-kore.ts'
import { createMemoryJobStore, type MemoryJobStore } from './memory-job-store.ts'
import { createMemoryJournal } from './memory-journal.ts'
import { createVirtualClock } from './virtual-clock.ts'

export const never = new AbortController().signal
/** A directory without names that stores nothing. */
export const directory: JobDirectory = {
  lookups: async () => ({
    groups: new Map(),
    roles: new Map(),
    bots: new Map(),
    known: { groups: true, roles: true, bots: true },
  }),
  adminHolders: async () => [],
  adminPolicy: async () => ({ holders: new Map(), floor: 1 }),
  upsertUsers: async () => {},
  markGone: async () => {},
  markChanged: async () => {},
}

type Kind = 'update' | 'remove' | 'erase'

/** A job over users in virtual time, and the means to run it. */
export function aRun(many: number, kind: Kind, options: Partial<FakeKoreOptions> = {}) {
  const clock = createVirtualClock()
  const users = Array.from({ length: many }, (_, n) => aUser(n + 1))
  const kore = createFakeKore({ users, clock, latencyMs: 100, limits: { writeBatch: 5, readBatch: 10 }, ...options })
  const kept = createMemoryJobStore(
    users.map((user, n) => anItem(n + 1, user, kind)),
    clock,
    // These runs are about calls that are full from the start.
    { isStaged: false },
  )
  const shown: User[] = []
  const gone: string[] = []
  const states = new Set<string>()
  const looks = { remaining: 0 }
  const deps: EngineDeps = {
    store: counted(kept.store, looks),
    writer: kore.writer,
    directory: {
      ...directory,
      upsertUsers: async (read) => void shown.push(...read.map((user) => mergeReading(null, user))),
      markGone: async (ids) => void gone.push(...ids),
      markChanged: async () => {},
    },
    clock,
    random: () => 0.5,
    newId: () => 'id',
    journal: createMemoryJournal(),
    settings: defaultEngineSettings,
    onUpdated: () => states.add(kept.job.state),
    onErasures: () => {},
  }
  const run = async (more: Partial<EngineDeps> = {}, during?: () => Promise<void>) => {
    let ended = false
    const running = runJob({ ...deps, ...more }, 'job', never).finally(() => (ended = true))
    // A fault is thrown below, after the clock has run.
    running.catch(() => {})
    void during?.()
    await clock.runUntil(() => ended, 24 * 3_600_000)
    await running
  }
  return { clock, kore, kept, deps, run, outcomes: () => outcomesOf(kept), shown, gone, states, looks }
}

/** Counts by outcome: `changed`, `failed:kore_refused`. */
function outcomesOf({ items }: MemoryJobStore): Readonly<Record<string, number>> {
  const outcomes = items.map(({ outcome, cause }) => (cause === null ? String(outcome) : `${outcome}:${cause}`))
  return Object.fromEntries([...Map.groupBy(outcomes, (one) => one)].map(([one, all]) => [one, all.length]))
}

function counted(store: JobRunStore, looks: { remaining: number }): JobRunStore {
  return {
    ...store,
    remaining: (lease, ms) => {
      looks.remaining += 1
      return store.remaining(lease, ms)
    },
  }
}
