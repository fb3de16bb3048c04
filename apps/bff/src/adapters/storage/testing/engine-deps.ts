import type { Lookups } from '@muster/core/account/access'
import { systemClock } from '../../../clock.ts'
import type { EngineDeps } from '../../../engine/context/run-context.ts'
import type { JobRunStore } from '../../../engine/ports.ts'
import type { FakeKore } from '../../../engine/testing/fake-kore.ts'
import { createMemoryJournal } from '../../../engine/testing/memory-journal.ts'
import { newId } from '../database/new-id.ts'

const lookups: Lookups = {
  groups: new Map([['e-1', { id: 'e-1', name: 'Support' }]]),
  roles: new Map(),
  bots: new Map(),
  known: { groups: true, roles: true, bots: true },
}
const settings = { leaseMs: 20_000, quiesceMs: 60, controlMs: 20, verifyAgainMs: 10, parallelCalls: 4 }

/** An engine with short intervals, over a fake Kore.ai. */
export function engineDeps(
  store: JobRunStore,
  kore: Pick<FakeKore, 'writer'>,
  more: Partial<EngineDeps> = {},
): EngineDeps {
  return {
    store,
    writer: kore.writer,
    directory: {
      lookups: async () => lookups,
      adminHolders: async () => [],
      adminPolicy: async () => ({ holders: new Map(), floor: 1 }),
      upsertUsers: async () => {},
      markGone: async () => {},
      markChanged: async () => {},
    },
    // Backoff sleeps a hundredth of its length.
    clock: { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms > 500 ? ms / 100 : ms, signal) },
    random: () => 0.01,
    journal: createMemoryJournal(),
    newId,
    settings,
    onUpdated: () => {},
    onErasures: () => {},
    ...more,
  }
}
