import type { Directory } from '@muster/contracts/users'
import type { Identifier, User } from '@muster/core/account/user'
import type { PlanItem } from '@muster/core/plan/plan'
import type { UserMatch } from '@muster/core/plan/plan-item'
import { defaultGuardLimits } from '@muster/core/policy/limits'
import { titleSearch } from '@muster/core/search/title-search'
import { englishText } from '@muster/wording/english'
import { message } from '@muster/wording/message'
import { ProblemError } from '../../../problem-error.ts'
import type { PlanDeps } from '../plan-deps.ts'
import type { PlanEvents, RequestedRow, RetryItem } from '../ports.ts'
import { createFakePlanStore } from './fake-plan-store.ts'
import { lookups } from './plan-builders.ts'

type Event = Parameters<PlanEvents['publish']>[0]
type Handler = (data: object, signal: AbortSignal) => Promise<void>

const state: Directory = {
  state: 'ready',
  users: 1,
  progress: null,
  syncedAt: '2026-01-01T00:00:00.000Z',
  source: 'kore',
  reason: null,
  unreadable: 0,
  omitted: 0,
}

function matchOf(users: readonly User[], { by, value }: Identifier): UserMatch {
  const found = users.filter((user) => {
    if (by === 'email') return user.email.toLowerCase() === value.toLowerCase()
    if (by === 'channelUserId') return false
    return by === 'orgUserId' ? user.orgUserId === value : user.id === value
  })
  const [user] = found
  if (user === undefined) return { kind: 'none' }
  return found.length === 1 ? { kind: 'user', user } : { kind: 'ambiguous', count: found.length }
}

async function* batches<T>(items: readonly T[], size: number): AsyncGenerator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size)
}

/**
 * Muster in memory: the directory is `users`, every selection but "gone" is all of them, and the queue runs on demand.
 */
export function openPlanApp(given: {
  readonly users: readonly User[]
  readonly retry?: readonly RetryItem[]
  readonly undo?: readonly PlanItem[]
  readonly rows?: readonly RequestedRow[]
}) {
  const store = createFakePlanStore()
  const events: Event[] = []
  const readyJobs: string[] = []
  const refusals: string[] = []
  const sent: { name: string; data: object; key: string | undefined }[] = []
  const handlers = new Map<string, Handler>()
  const time = { now: Date.UTC(2026, 0, 2), ids: 0 }

  const deps: PlanDeps = {
    store,
    readTitleSearch: async (q) => titleSearch(q),
    limits: { of: async () => null, others: async () => [], isOwn: async () => true },
    directory: {
      byIdentifiers: async (identifiers) => identifiers.map((identifier) => matchOf(given.users, identifier)),
      streamSelection: (id, size) => {
        if (id === 'gone') throw new ProblemError('not_found', message('problem.no_selection'))
        return batches(given.users, size)
      },
      lookups: async () => lookups,
      adminPolicy: async () => ({ holders: new Map(), floor: 1 }),
      state: async () => state,
    },
    jobs: {
      itemsToRetry: (_, { cause }) =>
        batches(
          (given.retry ?? []).filter((item) => cause === undefined || item.cause === cause),
          500,
        ),
      titleOf: async () => 'Give Tester on Billing to 1 user',
      itemsToUndo: () => batches(given.undo ?? [], 500),
      jobReady: async (jobId) => {
        readyJobs.push(jobId)
      },
    },
    uploads: {
      uploadChanges: () => batches(given.rows ?? [], 1000),
      originOf: async () => ({ fileName: 'hr.csv', jobId: null }),
      tieToPlan: async () => undefined,
      freeFromPlan: async () => undefined,
    },
    queue: {
      work: async (name, _options, handler) => {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each handler takes what was sent under its
        // name
        handlers.set(name, handler as Handler)
      },
      send: async (name, data, options) => {
        sent.push({ name, data, key: options?.singletonKey })
        return 'accepted'
      },
      schedule: async () => {},
    },
    events: { publish: (event) => events.push(event) },
    clock: { now: () => time.now, monotonic: () => (time.now += 1000), sleep: async () => {} },
    newId: () => `id-${(time.ids += 1)}`,
    account: { environment: 'sandbox', accountName: 'ACME' },
    guards: {
      limits: defaultGuardLimits,
      facts: async () => ({ users: 1000, removedToday: 0, erasedToday: 0 }),
      recordRefusal: async ({ sentence }) => void refusals.push(englishText(sentence)),
    },
  }

  /** Runs everything in the queue. */
  async function runQueue(signal: AbortSignal = new AbortController().signal): Promise<void> {
    for (const { name, data } of sent.splice(0)) await handlers.get(name)?.(data, signal)
  }

  return { deps, store, refusals, events, readyJobs, sent, runQueue, time }
}
