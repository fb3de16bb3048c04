import { availableParallelism } from 'node:os'
import { lingui } from '@lingui/vite-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { splitMessages } from './build/split-messages.ts'

export default defineConfig({
  plugins: [lingui({ macroTransform: true }), react(), splitMessages()],
  test: {
    name: 'dom',
    environment: 'happy-dom',
    // It ends what hangs; a slow machine does not reach it.
    testTimeout: 120_000,
    // One document a worker: each spec would spend longer on its own than on its tests.
    isolate: false,
    maxWorkers: availableParallelism() + 1,
    include: ['src/**/*.spec.{ts,tsx}'],
    setupFiles: ['src/testing/activate-english.ts'],
  },
})
