import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Specs of backends that mostly wait, for a lease or a quiesce. */
const waiting = ['apps/bff/src/testing/{kore,notices}/**/*.spec.ts']
/** Specs of whole processes: most of their time they wait for a start or a stop. */
const processes = ['apps/bff/src/{testing/{durability,containment},doctor,lifecycle}/**/*.spec.ts']
/**
 * Specs that need a process of their own: they replace its clock, measure its memory or processor time, or test the
 * engine and the folder of a store.
 */
const alone = [
  'apps/{launch,bench}/src/**/*.spec.ts',
  'apps/bff/src/adapters/storage/{database,folder}/**/*.spec.ts',
  'apps/bff/src/adapters/files/{text/hostile-csv,workbook/hostile-xlsx}.spec.ts',
  'apps/bff/src/features/{events/*,jobs/report/stream-report}.spec.ts',
  'apps/bff/src/{testing/files/body-caps,waiting-reader}.spec.ts',
]
const node = {
  environment: 'node',
  // The embedded store lives for seconds: optimizing its code costs more processor time and memory than it saves.
  execArgv: ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering'],
  setupFiles: ['apps/bff/src/testing/temporary-folder.ts'],
  // They end what hangs; a slow machine reaches none of them.
  testTimeout: 120_000,
  hookTimeout: 240_000,
  // A shared machine may stall for longer than any wait; the report marks retried tests.
  retry: process.env.CI ? 1 : 0,
  // A spy reaches no other spec of its process.
  restoreMocks: true,
}

// After the others, and more at once: they use little of a core.
const later = { maxWorkers: availableParallelism() + 3, sequence: { groupOrder: 1 } }

export default defineConfig({
  test: {
    // Many tests wait for stores, servers, leases and starts: one worker more than cores keeps every core busy.
    maxWorkers: availableParallelism() + 1,
    projects: [
      // Specs share the process of their worker, which loads the backend once and keeps the databases that it opened (see
      // fresh-pglite.ts): alone, most take longer for these than for their tests.
      {
        test: {
          ...node,
          name: 'shared',
          isolate: false,
          include: ['{apps/{bff,kore-sandbox},packages/*}/src/**/*.spec.ts'],
          exclude: [...alone, ...waiting, ...processes],
        },
      },
      { test: { ...node, name: 'alone', include: alone } },
      { test: { ...node, ...later, name: 'waiting', isolate: false, include: waiting } },
      { test: { ...node, ...later, name: 'processes', include: processes } },
      './apps/web/vitest.config.ts',
    ],
  },
})
