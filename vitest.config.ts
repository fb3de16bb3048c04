import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const folders = ['apps/{bff,kore-sandbox,launch,bench}']
/** Specs of pure functions share a process: on their own they spend longer on their start than on their tests. */
const pure = ['packages/*/src/**/*.spec.ts']
/** Specs of stores share a process, which keeps the databases that it opened: each takes seconds (see fresh-pglite.ts). */
const stores = ['apps/bff/src/adapters/storage/!(database|folder)/**/*.spec.ts']
/** Specs of whole processes: most of their time they wait, for a lease, a quiesce or a start. */
const processes = ['apps/bff/src/{testing/{durability,kore,containment,notices},doctor,lifecycle}/**/*.spec.ts']
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
}

export default defineConfig({
  test: {
    // Many tests wait for stores, servers, leases and starts: one worker more than cores keeps every core busy.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        test: {
          ...node,
          name: 'node',
          include: folders.map((folder) => `${folder}/src/**/*.spec.ts`),
          exclude: [...stores, ...processes],
        },
      },
      { test: { ...node, name: 'stores', isolate: false, include: stores } },
      { test: { ...node, name: 'pure', isolate: false, include: pure } },
      {
        test: {
          ...node,
          name: 'processes',
          include: processes,
          // After the others, and more at once: they use little of a core.
          maxWorkers: availableParallelism() + 3,
          sequence: { groupOrder: 1 },
        },
      },
      './apps/web/vitest.config.ts',
    ],
  },
})
