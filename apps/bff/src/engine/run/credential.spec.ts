import { setTimeout as delay } from 'node:timers/promises'
import type { User } from '@muster/core/account/user'
import { mergeReading } from '@muster/core/account/user-reading'
import type { PlanItem } from '@muster/core/plan/plan'
import { message } from '@muster/wording/message'
import { describe, expect, test } from 'vitest'
import type { KoreGateway } from '../../adapters/kore/create-kore-gateway.ts'
import { gatewayOnSandbox } from '../../adapters/kore/testing/gateway.fixture.ts'
import { newId } from '../../adapters/storage/database/new-id.ts'
import { systemClock } from '../../clock.ts'
import { defaultEngineSettings } from '../context/run-context.ts'
import { aRun, directory, never } from '../testing/a-run.ts'
import { anItem } from '../testing/an-item.ts'
import { createMemoryJobStore } from '../testing/memory-job-store.ts'
import { createMemoryJournal } from '../testing/memory-journal.ts'
import { runJob } from './run-job.ts'

/** What a revoked credential may cost. */
const mostWasted = 3
/** Users of one call of the account these jobs run against. */
const writeBatch = 5
const kinds = ['update', 'remove', 'erase'] as const

/** A job of 300 users whose credential Kore.ai refuses from some moment on, until it is restored. */
function dyingAt(ms: number, kind: (typeof kinds)[number]) {
  const state = { isFixed: false }
  const run = aRun(300, kind, { isRefused: () => !state.isFixed && run.clock.monotonic() >= ms })
  return { ...run, fix: () => (state.isFixed = true) }
}

describe('a credential revoked while a job runs', () => {
  test.each(kinds)(
    'costs at most three calls and no failure at any moment; after the fix the job completes (%s)',
    async (kind) => {
      let worst = 0
      for (let ms = 0; ms < 4000; ms += 30) {
        const { kore, kept, run, outcomes, fix } = dyingAt(ms, kind)
        await run()
        if (kept.job.state === 'done') continue
        worst = Math.max(worst, kore.log.refused)
        expect(kept.job).toMatchObject({ state: 'paused', pausedFor: 'credential' })
        expect(kept.job.reason).toEqual(message('job.paused_credential'))
        const inDoubt = kept.items.filter(({ outcome }) => outcome !== null && outcome !== 'changed')
        // An erasure leaves nothing to re-read, so each refused call leaves its items in doubt.
        expect(inDoubt.map(({ outcome }) => outcome)).toEqual(inDoubt.map(() => 'unknown'))
        expect(inDoubt.length).toBeLessThanOrEqual(kind === 'erase' ? kore.log.refused * writeBatch : 0)
        fix()
        kept.control(['paused'], 'queued')
        await run()
        expect(kept.job.pausedFor).toBeNull()
        const unknown = inDoubt.length === 0 ? {} : { 'unknown:no_response': inDoubt.length }
        expect(outcomes()).toEqual({ changed: 300 - inDoubt.length, ...unknown })
        const ledger = { update: kore.updates, remove: kore.removals, erase: kore.erasures }[kind]
        expect([...ledger.values()].filter((effects) => effects !== 1)).toEqual([])
      }
      expect(worst).toBe(mostWasted)
    },
  )

  test.each(kinds)('costs one call per check until it is fixed (%s)', async (kind) => {
    const { kore, kept, run } = dyingAt(700, kind)
    await run()
    for (let looks = 0; looks < 5; looks += 1) {
      const before = kore.log.refused
      kept.control(['paused'], 'queued')
      await run()
      expect([kept.job.state, kore.log.refused - before]).toEqual(['paused', 1])
    }
  })

  test('does not delay a cancellation: doubtful items become unknown, and all counts add up', async () => {
    const { clock, kept, run, outcomes } = aRun(60, 'remove', {
      latencyMs: 500,
      faultOf: (call) => (call === 1 ? { kind: 'drop_after' } : null),
      isRefused: () => clock.monotonic() >= 3000,
    })
    await run()
    expect(kept.job.state).toBe('paused')
    kept.control(['paused'], 'cancelling')
    await run()
    expect(kept.job.state).toBe('cancelled')
    const {
      changed = 0,
      'changed:not_verified': unread = 0,
      'unknown:no_response': unknown = 0,
      'not_attempted:cancelled': left = 0,
    } = outcomes()
    expect(changed + unread + unknown + left).toBe(60)
    // The lost call, and the calls Kore.ai refused: a refusal may follow an effect.
    expect(unknown).toBeGreaterThanOrEqual(writeBatch)
    expect(unknown).toBeLessThanOrEqual((1 + mostWasted) * writeBatch)
  })
})

/** Users whose developer flag can change: no rule and no injected fault of the sandbox prevents it. */
async function peopleOf(gateway: KoreGateway, many: number): Promise<readonly User[]> {
  const people: User[] = []
  for (let cursor: string | null = null; people.length < many; ) {
    const page = await gateway.reader.users(cursor, never)
    if (page.kind !== 'page') throw new Error('the sandbox did not return its users')
    const users = page.items.map((read) => mergeReading(null, read))
    people.push(...users.filter((one) => !one.canCreateBot && !one.email.endsWith('@kore-sandbox.example')))
    if (page.next === null) throw new Error('the sandbox has too few users')
    cursor = page.next
  }
  return people
}

const turned = (user: User, n: number): PlanItem => {
  const { groups, roles, canCreateBot, isDeveloper } = user
  const after = { groups, roles, canCreateBot, isDeveloper: !isDeveloper }
  return anItem(n + 1, user, 'update', {
    change: { kind: 'update', isDeveloper: !isDeveloper },
    after,
    steps: [{ field: 'isDeveloper', from: isDeveloper, to: !isDeveloper }],
  })
}

describe('two jobs over one connection that loses its scope', () => {
  const settings = { ...defaultEngineSettings, controlMs: 20, verifyAgainMs: 10 }

  test('cost three calls each and one per check, send nothing meanwhile, and complete once it is restored', async () => {
    const { sandbox, gateway } = await gatewayOnSandbox({ users: 400, latencyMs: 20 }, { batchSize: 2 })
    const people = await peopleOf(gateway, 80)
    const jobs = [people.slice(0, 40), people.slice(40, 80)].map((some) =>
      createMemoryJobStore(some.map(turned), systemClock),
    )
    const deps = {
      clock: systemClock,
      random: Math.random,
      newId,
      settings,
      directory,
      journal: createMemoryJournal(),
      onErasures: () => {},
    }
    const runAll = () =>
      Promise.all(
        jobs.map(({ store }) => runJob({ ...deps, store, writer: gateway.writer, onUpdated: () => {} }, 'job', never)),
      )
    const resumeAll = () => {
      for (const job of jobs) expect(job.control(['paused'], 'queued')).toBe(true)
      return runAll()
    }
    const refused = () => sandbox.control.calls().filter(({ status }) => status === 401).length
    const withOutcome = () => jobs.flatMap(({ items }) => items.filter(({ outcome }) => outcome !== null))

    const running = runAll()
    await delay(250)
    sandbox.control.setScopes(['role_management:role_management'])
    await running
    for (const { job } of jobs) expect(job).toMatchObject({ state: 'paused', pausedFor: 'credential' })
    expect(withOutcome().filter(({ outcome }) => outcome !== 'changed')).toEqual([])
    expect(withOutcome().length).toBeLessThan(80)
    const wasted = refused()
    expect(wasted).toBeGreaterThan(0)
    expect(wasted).toBeLessThanOrEqual(2 * mostWasted)

    await resumeAll()
    await delay(200)
    expect(refused() - wasted).toBeLessThanOrEqual(2)

    sandbox.control.setScopes(['role_management:role_management', 'user_management:user_management'])
    await resumeAll()
    expect(jobs.map(({ job }) => job.state)).toEqual(['done', 'done'])
    expect(withOutcome().map(({ outcome }) => outcome)).toEqual(Array(80).fill('changed'))
  })
})
