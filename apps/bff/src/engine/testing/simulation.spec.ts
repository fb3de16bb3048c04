import { expect, test } from 'vitest'
import { type Mutation, simulate } from './simulation.ts'

// SIMULATION_SEEDS: how many seeds are run (3,000 by default; 10,000 at night).
const seeds = Number(process.env['SIMULATION_SEEDS'] ?? 3000)
const sentCalls = (trace: readonly string[]) => trace.filter((line) => line.includes('sends')).length

test('whatever happens, nobody is lost, doubled or misreported', { timeout: 600_000 }, async () => {
  const seen = { calls: 0, killed: 0, frozen: 0, stopped: 0, pausing: 0, cancelling: 0, restored: 0 }
  for (let seed = 1; seed <= seeds; seed += 1) {
    const { violations, trace } = await simulate(seed)
    expect(violations, `seed ${seed}\n${trace.join('\n')}`).toEqual([])
    seen.calls += sentCalls(trace)
    for (const what of ['killed', 'frozen', 'stopped', 'pausing', 'cancelling', 'restored'] as const)
      if (trace.some((line) => line.endsWith(what))) seen[what] += 1
  }
  // It must have come to all of this, or it shows nothing.
  expect(seen.calls).toBeGreaterThan(seeds * 4)
  for (const times of Object.values(seen)) expect(times).toBeGreaterThan(seeds / 20)
})

test('the same seed tells the same story', async () => {
  for (let seed = 1; seed <= 20; seed += 1) expect((await simulate(seed)).trace).toEqual((await simulate(seed)).trace)
})

const mutations: readonly (readonly [string, Mutation])[] = [
  ['no wait before a doubt is looked into', { settings: { quiesceMs: 0 } }],
  ['what is sent is not written down before', { store: (store) => ({ ...store, intend: async () => {} }) }],
  [
    'a doubt is taken for a call that did not leave',
    { store: (store) => ({ ...store, doubt: (lease, seqs) => store.giveBack(lease, seqs, 'without_effect') }) },
  ],
  [
    'what a dead worker sent is looked into at once',
    { store: (store) => ({ ...store, doubtful: (lease, due) => store.doubtful(lease, { ...due, quiesceMs: 0 }) }) },
  ],
  [
    'an answer that is none counts as a call that did not leave',
    {
      writer: (writer) => ({
        ...writer,
        removeUsers: async (requests, options) => {
          const result = await writer.removeUsers(requests, options)
          return result.kind === 'in_doubt'
            ? { ...result, kind: 'not_sent', retryAfterMs: null, answered: false }
            : result
        },
      }),
    },
  ],
  [
    'a lost erasure is asked again',
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
    'a refused call counts against everybody in it',
    {
      writer: (writer) => ({
        ...writer,
        updateUsers: async (requests, options) => {
          const result = await writer.updateUsers(requests, options)
          if (result.kind !== 'refused') return result
          const failed = { ok: false, cause: 'request_refused', details: {}, koreAnswer: null, partial: false } as const
          return { kind: 'answered', results: requests.map(({ key }) => ({ ...failed, key })) }
        },
      }),
    },
  ],
  [
    'a 200 is believed for everybody',
    {
      writer: (writer) => ({
        ...writer,
        updateUsers: async (requests, options) => {
          const result = await writer.updateUsers(requests, options)
          return result.kind === 'in_doubt'
            ? { kind: 'answered', results: requests.map(({ key }) => ({ key, ok: true })) }
            : result
        },
        readUsers: async (identifiers) =>
          identifiers.map(() => ({ kind: 'unreadable', cause: 'kore_refused', koreAnswer: null })),
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
    'a user who cannot be read is taken to be as planned',
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
    'a change that could not be read is called verified',
    {
      store: (store) => ({
        ...store,
        recordOutcomes: (lease, settlements, more) =>
          store.recordOutcomes(
            lease,
            settlements.map((one) => (one.cause === 'not_verified' ? { ...one, cause: null } : one)),
            more,
          ),
      }),
    },
  ],
  ['an accepted erasure is not journaled', { journal: (journal) => ({ ...journal, note: () => {} }) }],
  ['the journal is not replayed', { journal: (journal) => ({ ...journal, accepted: () => [] }) }],
  ['a restored store runs on', { restoredRuns: true }],
  [
    'a job that was paused or cancelled still sends',
    { store: (store) => ({ ...store, intend: async (lease, call) => store.intend(lease, call).catch(() => {}) }) },
  ],
]

test.each(mutations)('the planted bug is noticed: %s', { timeout: 300_000 }, async (_what, mutation) => {
  const found: string[] = []
  for (let seed = 1; seed <= 10_000 && found.length === 0; seed += 1)
    found.push(...(await simulate(seed, mutation)).violations)
  expect(found).not.toEqual([])
})
