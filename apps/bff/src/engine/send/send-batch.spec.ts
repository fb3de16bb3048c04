import { expect, test } from 'vitest'
import { FlagsChangedError } from '../guard-ports.ts'
import type { KoreWriter } from '../kore-ports.ts'
import type { JobRunStore } from '../ports.ts'
import { aRun } from '../testing/a-run.ts'
import { aUser } from '../testing/an-item.ts'

test.each(['pausing', 'cancelling'] as const)(
  'no call leaves once the job is %s, even if its intent was recorded before',
  async (state) => {
    // Responses arrive at different times, so calls wait with a recorded intent.
    for (let ms = 5; ms < 1500; ms += 20) {
      const { clock, kept, kore, run } = aRun(100, 'update', { latencyMs: 170 })
      await run({}, async () => {
        await clock.sleep(ms)
        kept.control(['running'], state)
      })
      expect(kore.log.started.filter((at) => at > ms)).toEqual([])
      const open = kept.items.filter((one) => one.state === 'intended' || one.state === 'in_doubt')
      expect(open).toEqual([])
      const unsent = kept.items.filter((one) => one.outcome !== 'changed')
      expect(unsent.map(({ attempts }) => attempts)).toEqual(unsent.map(() => 0))
    }
  },
)

// The first call records its intent when it leaves, later calls while they wait for a turn.
test.each([1, 2, 3, 4, 5])(
  'a cancellation ends although the store lost its response to intent %d, which it had committed',
  async (lost) => {
    const { clock, kept, kore, deps, run, outcomes } = aRun(60, 'update', { latencyMs: 300 })
    let intents = 0
    const intend: JobRunStore['intend'] = async (lease, call) => {
      await deps.store.intend(lease, call)
      intents += 1
      if (intents !== lost) return
      kept.control(['running'], 'cancelling')
      await clock.sleep(deps.settings.controlMs + 1)
      throw Object.assign(new Error('Connection terminated unexpectedly'), { code: '08006' })
    }
    await run({ store: { ...deps.store, intend } })
    expect(kept.job.state).toBe('cancelled')
    const { changed = 0, 'not_attempted:cancelled': left = 0 } = outcomes()
    expect([changed, changed + left]).toEqual([kore.updates.size, 60])
    expect(clock.monotonic()).toBeLessThan(deps.settings.quiesceMs)
  },
)

test.each(['pausing', 'cancelling', 'late'] as const)(
  'a refused call may leave again, but not once it is %s',
  async (what) => {
    const { clock, kept, deps, run } = aRun(1, 'update', {})
    const allowed: unknown[] = []
    const updateUsers: KoreWriter['updateUsers'] = async (requests, options) => {
      const result = await deps.writer.updateUsers(requests, options)
      allowed.push(await options.mayResend?.())
      if (what === 'late') await clock.sleep(deps.settings.leaseMs / 2 + 1)
      else kept.control(['running'], what)
      allowed.push(await options.mayResend?.())
      return result
    }
    await run({ writer: { ...deps.writer, updateUsers } })
    expect(allowed).toEqual([true, false])
  },
)

test.each([1, 3])(
  'a removal waits %d times and leaves with a read that is not older than each wait allows',
  async (waits) => {
    const { clock, deps, run, outcomes } = aRun(1, 'remove')
    const reads: number[] = []
    const ages: number[] = []
    const writer: KoreWriter = {
      ...deps.writer,
      readUsers: async (identifiers, options) => {
        reads.push(clock.monotonic())
        return deps.writer.readUsers(identifiers, options)
      },
      removeUsers: async (requests, options) => {
        if (ages.length < waits) await clock.sleep(130_000 * 2 ** ages.length)
        ages.push(clock.monotonic() - (reads.at(-1) ?? 0))
        return deps.writer.removeUsers(requests, options)
      },
    }
    await run({ writer })
    expect(outcomes()).toEqual({ changed: 1 })
    expect(ages.map((age) => Math.round(age / 130_000))).toEqual([...[1, 2, 4].slice(0, waits), 0])
  },
)

test('an administrator is removed by other holders who were read less than 30 seconds before', async () => {
  const admin = { roleId: 'r-admin', botId: null, viaGroups: [] }
  const users = [1, 2].map((n) => aUser(n, { roles: [admin] }))
  const { clock, deps, run, outcomes } = aRun(1, 'remove', { users })
  const holdersRead: number[] = []
  const sent: number[] = []
  let calls = 0
  const writer: KoreWriter = {
    ...deps.writer,
    readUsers: async (identifiers, options) => {
      if (identifiers.some(({ value }) => value === 'user2@example.com')) holdersRead.push(clock.monotonic())
      return deps.writer.readUsers(identifiers, options)
    },
    removeUsers: async (requests, options) => {
      calls += 1
      await clock.sleep(calls === 1 ? 40_000 : 20_000)
      const beforeSend = async () => {
        await options.beforeSend?.()
        sent.push(clock.monotonic())
      }
      return deps.writer.removeUsers(requests, { ...options, beforeSend })
    },
  }
  const adminHolders = async (_role: string, { except }: { readonly except: readonly string[] }) =>
    users.filter(({ id }) => id === 'u-2' && !except.includes(id))
  await run({ writer, directory: { ...deps.directory, adminHolders } })
  expect(outcomes()).toEqual({ changed: 1 })
  expect([holdersRead.length, sent.length]).toEqual([2, 1])
  expect((sent[0] ?? 0) - (holdersRead[1] ?? 0)).toBeLessThan(30_000)
})

test('while another job changes the same users, the job shows it, and sends once that is over', async () => {
  const { kept, deps, run, outcomes } = aRun(1, 'update')
  const shown: unknown[] = []
  let refusals = 3
  const intend: JobRunStore['intend'] = async (lease, call) => {
    refusals -= 1
    if (refusals >= 0) throw new FlagsChangedError()
    // As long as it was refused, the wait lasts beyond the next attempt.
    shown.push({ ...kept.job.wait })
    return deps.store.intend(lease, call)
  }
  await run({ store: { ...deps.store, intend } })
  expect(shown).toMatchObject([{ for: 'other_job' }])
  expect(outcomes()).toEqual({ changed: 1 })
})

test('the wait for another job takes neither a place of the budget nor one of the job', async () => {
  const { clock, kore, deps, run, outcomes } = aRun(10, 'update')
  const heldMs: number[] = []
  let refusals = 3
  const intend: JobRunStore['intend'] = async (lease, call) => {
    if (!call.seqs.includes(1)) return deps.store.intend(lease, call)
    refusals -= 1
    if (refusals >= 0) throw new FlagsChangedError()
    return deps.store.intend(lease, call)
  }
  const writer: KoreWriter = {
    ...deps.writer,
    updateUsers: async (requests, options) => {
      const beforeSend = async () => {
        const since = clock.monotonic()
        await options.beforeSend?.().finally(() => heldMs.push(clock.monotonic() - since))
      }
      return deps.writer.updateUsers(requests, { ...options, beforeSend })
    },
  }
  const settings = { ...deps.settings, parallelCalls: 1 }
  await run({ writer, store: { ...deps.store, intend }, settings })
  expect(outcomes()).toEqual({ changed: 10 })
  expect(heldMs).toEqual(heldMs.map(() => 0))
  // The other call of the job leaves while the first one waits.
  expect(kore.log.started[0] ?? Infinity).toBeLessThan(settings.verifyAgainMs)
})
