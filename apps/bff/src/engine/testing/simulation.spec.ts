import { expect, test } from 'vitest'
import { type Mutation, simulate } from './simulation.ts'

// SIMULATION_SEEDS: number of seeds (3,000 by default; 10,000 at night).
const seeds = Number(process.env['SIMULATION_SEEDS'] ?? 3000)
const sentCalls = (trace: readonly string[]) => trace.filter((line) => line.includes('sends')).length

test('no user is lost, changed twice or misreported under any fault', { timeout: 600_000 }, async () => {
  const seen = { calls: 0, killed: 0, frozen: 0, stopped: 0, pausing: 0, cancelling: 0, restored: 0 }
  for (let seed = 1; seed <= seeds; seed += 1) {
    const { violations, trace } = await simulate(seed)
    expect(violations, `seed ${seed}\n${trace.join('\n')}`).toEqual([])
    seen.calls += sentCalls(trace)
    for (const what of ['killed', 'frozen', 'stopped', 'pausing', 'cancelling', 'restored'] as const)
      if (trace.some((line) => line.endsWith(what))) seen[what] += 1
  }
  // Each of these must have occurred, or the simulation proves nothing.
  expect(seen.calls).toBeGreaterThan(seeds * 4)
  for (const times of Object.values(seen)) expect(times).toBeGreaterThan(seeds / 20)
})

test('the same seed gives the same trace', async () => {
  for (let seed = 1; seed <= 20; seed += 1) expect((await simulate(seed)).trace).toEqual((await simulate(seed)).trace)
})

const mutations: readonly (readonly [string, Mutation])[] = [
  ['no wait before a doubt is re-read', { settings: { quiesceMs: 0 } }],
  ['intents are not recorded before sending', { store: (store) => ({ ...store, intend: async () => {} }) }],
  [
    'a doubt is treated as a call that did not leave',
    { store: (store) => ({ ...store, doubt: (lease, seqs) => store.giveBack(lease, seqs, 'without_effect') }) },
  ],
  [
    "a dead worker's calls are re-read without a wait",
    { store: (store) => ({ ...store, doubtful: (lease, due) => store.doubtful(lease, { ...due, quiesceMs: 0 }) }) },
  ],
  [
    'a garbage response counts as a call that did not leave',
    {
      writer: (writer) => ({
        ...writer,
        removeUsers: async (requests, options) => {
          const result = await writer.removeUsers(requests, options)
          return result.kind === 'in_doubt'
            ? { ...result, kind: 'not_sent', retryAfterMs: null, hasResponse: false }
            : result
        },
      }),
    },
  ],
  [
    'a lost erasure is requested again',
    {
      writer: (writer) => ({
        ...writer,
        eraseUsersData: async (request, options) => {
          const result = await writer.eraseUsersData(request, options)
          return result.kind === 'in_doubt' ? writer.eraseUsersData(request, options) : result
        },
      }),
    },
  ],
  [
    'a refused call counts against all of its users',
    {
      writer: (writer) => ({
        ...writer,
        updateUsers: async (requests, options) => {
          const result = await writer.updateUsers(requests, options)
          if (result.kind !== 'refused') return result
          const failed = {
            ok: false,
            cause: 'request_refused',
            details: {},
            koreResponse: null,
            partial: false,
          } as const
          return { kind: 'response', results: requests.map(({ key }) => ({ ...failed, key })) }
        },
      }),
    },
  ],
  [
    'a 200 counts as success for all users',
    {
      writer: (writer) => ({
        ...writer,
        updateUsers: async (requests, options) => {
          const result = await writer.updateUsers(requests, options)
          return result.kind === 'in_doubt'
            ? { kind: 'response', results: requests.map(({ key }) => ({ key, ok: true })) }
            : result
        },
        readUsers: async (identifiers) =>
          identifiers.map(() => ({ kind: 'unreadable', cause: 'kore_refused', koreResponse: null })),
      }),
    },
  ],
  [
    'a refusal of the whole call proves that nothing happened',
    {
      store: (store) => ({
        ...store,
        giveBack: (lease, seqs, why) => store.giveBack(lease, seqs, why === 'refused' ? 'without_effect' : why),
      }),
    },
  ],
  [
    'an unreadable user is assumed to match the plan',
    {
      writer: (writer, plan) => ({
        ...writer,
        readUsers: async (identifiers, options) => {
          const reads = await writer.readUsers(identifiers, options)
          return reads.map((read, n) => {
            const user = plan.find(({ email }) => email === identifiers[n]?.value)
            return read.kind === 'unreadable' && user !== undefined ? { kind: 'found', user } : read
          })
        },
      }),
    },
  ],
  [
    'an unreadable change is reported as verified',
    {
      store: (store) => ({
        ...store,
        recordOutcomes: (lease, itemOutcomes, more) =>
          store.recordOutcomes(
            lease,
            itemOutcomes.map((one) => (one.cause === 'not_verified' ? { ...one, cause: null } : one)),
            more,
          ),
      }),
    },
  ],
  ['an accepted erasure is not journaled', { journal: (journal) => ({ ...journal, note: () => {} }) }],
  ['the journal is not replayed', { journal: (journal) => ({ ...journal, accepted: () => [] }) }],
  ['a restored store continues to run', { restoredRuns: true }],
  ['the first calls of a removal are not staged', { isUnstaged: true }],
  [
    'a paused or canceled job still sends',
    { store: (store) => ({ ...store, intend: async (lease, call) => store.intend(lease, call).catch(() => {}) }) },
  ],
]

test.each(mutations)('detects the planted bug: %s', { timeout: 300_000 }, async (_what, mutation) => {
  const found: string[] = []
  for (let seed = 1; seed <= 10_000 && found.length === 0; seed += 1)
    found.push(...(await simulate(seed, mutation)).violations)
  expect(found).not.toEqual([])
})
