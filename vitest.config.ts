import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Much of it waits for stores and servers: every core is used, none is kept for watching.
    maxWorkers: '100%',
    reporters: process.env.CI ? ['default'] : ['default'],
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['packages/*/src/**/*.spec.ts', 'apps/{bff,kore-sandbox,launch,bench}/src/**/*.spec.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // A machine that is shared may stall for longer than any wait; whoever needs the second try is marked in the report.
          retry: process.env.CI ? 1 : 0,
        },
      },
      './apps/web/vitest.config.ts',
    ],
  },
})
