import { defineConfig } from 'vitest/config'

/** What takes longer than a run of CI should: `npm run test:nightly`. */
export default defineConfig({
  test: { include: ['*/src/**/*.nightly.ts'], testTimeout: 600_000, hookTimeout: 900_000, fileParallelism: false },
})
