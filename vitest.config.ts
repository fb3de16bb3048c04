import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Many tests wait for stores and servers, so every core is used.
    maxWorkers: '100%',
    reporters: process.env.CI ? ['default'] : ['default'],
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          // The embedded store lives for seconds: optimizing its code costs more processor time and memory than it saves.
          execArgv: ['--no-wasm-tier-up'],
          include: ['packages/*/src/**/*.spec.ts', 'apps/{bff,kore-sandbox,launch,bench}/src/**/*.spec.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // A shared machine may stall for longer than any wait; the report marks retried tests.
          retry: process.env.CI ? 1 : 0,
        },
      },
      './apps/web/vitest.config.ts',
    ],
  },
})
