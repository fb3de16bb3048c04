import { expect, test } from 'vitest'
import { propertyRuns } from '../../testing/tier.ts'
import { simulateTwoJobs } from './simulate-two-jobs.ts'

const seeds = Array.from({ length: propertyRuns({ ci: 400, nightly: 4000 }) }, (_, n) => n + 1)

test('two jobs on the same users revert nothing of each other', { timeout: 300_000 }, async () => {
  const changed = [0, 0]
  for (const seed of seeds) {
    const run = await simulateTwoJobs(seed)
    expect([seed, run.violations]).toEqual([seed, []])
    for (const [n, count] of run.changed.entries()) changed[n] = (changed[n] ?? 0) + count
  }
  expect(Math.min(...changed)).toBeGreaterThan(seeds.length)
})

test('detects jobs that do not know of each other', { timeout: 300_000 }, async () => {
  for (const seed of seeds) if ((await simulateTwoJobs(seed, { areStrangers: true })).violations.length > 0) return
  expect.fail('no seed detects it')
})
