import { defineConfig } from 'vitest/config'

/** Tests that take too long for CI: `npm run test:nightly`. */
export default defineConfig({
  test: { include: ['*/src/**/*.nightly.ts'], testTimeout: 600_000, hookTimeout: 900_000, fileParallelism: false },
})
