import { setTimeout as delay } from 'node:timers/promises'
import { mostAttempts, type Notice } from '@muster/core/notice/notice'
import { message } from '@muster/wording/message'
import { expect, test } from 'vitest'
import { type Clock, systemClock } from '../../../clock.ts'
import { createNoticeDelivery, noticeCursor } from '../../../features/notices/deliver-notices.ts'
import { type NoticeDestination, OutboundError } from '../../../features/notices/ports.ts'
import { createAuditStreamer, streamCursor } from '../../../features/notices/stream-audit.ts'
import { syslogServer } from '../../outbound/receivers.fixture.ts'
import { createSyslogReceiver } from '../../outbound/syslog-receiver.ts'
import { createSqlAuditLog } from '../audit/audit-log.ts'
import type { Db } from '../database/storage.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlCursorStore } from './cursors-store.ts'
import { createSqlDeliveryStore } from './deliveries-store.ts'
import { createSqlEntryReader } from './entry-reader.ts'

const signal = new AbortController().signal
// The first tests also wait for the database server.
const slow = { timeout: 120_000 }
const storesOf = (db: Db) => ({
  cursors: createSqlCursorStore(db),
  deliveries: createSqlDeliveryStore(db),
  entries: createSqlEntryReader(db),
})
const entries = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    action: 'user.changed' as const,
    actor: 'ana@example.com',
    sentence: `Ana changed user ${n}`,
  }))
const jobFailed = {
  action: 'job.finished',
  actor: 'Muster',
  jobId: 'j-1',
  sentence: message('audit.job_finished', { title: 'x', counts: [message('count.failed', { count: 3 })] }),
} as const

/** A clock that moves by steps only. */
function steppedClock() {
  let now = Date.now()
  const clock: Clock = { now: () => now, monotonic: () => now, sleep: systemClock.sleep }
  return { clock, step: (ms: number) => (now += ms) }
}

function destination(id: string, answer: (sent: string) => void): NoticeDestination & { readonly sent: string[] } {
  const sent: string[] = []
  return {
    id,
    kind: 'webhook',
    place: 'example.com',
    sent,
    send: async (notice) => {
      sent.push(notice.id)
      answer(notice.id)
    },
  }
}

const fails = () => {
  throw new OutboundError(message('outbound.status', { host: 'example.com', status: 500 }))
}

describeOnEachStorage('what leaves Muster', (open) => {
  test(
    'the audit reaches a receiver without a gap and in order, though it is killed again and again',
    slow,
    async () => {
      const { db } = await open()
      const stores = storesOf(db)
      const audit = createSqlAuditLog(db)
      await audit.append(...entries(700))
      let server = await syslogServer()
      const { port } = server
      const servers = [server]
      const url = new URL(`syslog+tcp://127.0.0.1:${port}`)
      const receiver = createSyslogReceiver({ url, extraCa: null, allowPrivate: false })
      const { clock, step } = steppedClock()
      const failures: unknown[] = []
      const deps = { ...stores, receiver, clock, onFailure: (error: unknown) => failures.push(error) }
      for (const at of [2000, 90_000, null]) {
        if (at !== null) server.whenRead(at, server.kill)
        // A process that starts again has another name and no memory.
        const tick = createAuditStreamer({ ...deps, holder: `process-${at}` })
        await tick(signal)
        step(600_000)
        await tick(signal)
        if (at === null) break
        server.kill()
        server = await syslogServer({ port })
        servers.push(server)
        await audit.append(...entries(50))
      }
      expect(failures.length).toBeGreaterThanOrEqual(2)
      const seqs = servers.flatMap((one) => one.messages()).map((one) => Number(/sequenceId="(\d+)"/.exec(one)?.[1]))
      const first = seqs.filter((seq, n) => seqs.indexOf(seq) === n)
      expect(first).toEqual(Array.from({ length: 800 }, (_, n) => n + 1))
      expect(await stores.cursors.read(streamCursor)).toMatchObject({ seq: 800, error: null })
    },
  )

  test('one of two processes streams at a time; the other continues when it dies', slow, async () => {
    const { db } = await open()
    const stores = storesOf(db)
    await createSqlAuditLog(db).append(...entries(20))
    const seen: number[] = []
    const held = Promise.withResolvers<void>()
    const deps = { ...stores, clock: systemClock, onFailure: () => {} }
    const receiver = (wait: Promise<void>) => ({
      protocol: 'https' as const,
      place: 'example.com',
      send: async (batch: readonly { readonly seq: number }[]) => {
        seen.push(...batch.map(({ seq }) => seq))
        await wait
      },
    })
    const first = createAuditStreamer({ ...deps, receiver: receiver(held.promise), holder: 'one' })(signal)
    while (seen.length === 0) await delay(5)
    const second = createAuditStreamer({ ...deps, receiver: receiver(Promise.resolve()), holder: 'two' })
    await second(signal)
    expect(seen).toHaveLength(20)
    // The first one's hold ends as if it had died: the second one repeats its batch.
    await db
      .updateTable('outbound_cursors')
      .set({ held_until: new Date(0) })
      .execute()
    await second(signal)
    expect(seen).toHaveLength(40)
    held.resolve()
    await first
    expect(await stores.cursors.read(streamCursor)).toMatchObject({ seq: 20 })
  })

  test('a notice is delivered once to each destination, and retried with its ID until it is given up', async () => {
    const { db } = await open()
    const stores = storesOf(db)
    const audit = createSqlAuditLog(db)
    const { clock, step } = steppedClock()
    const works = destination('webhook', () => {})
    const broken = destination('slack', fails)
    const tick = createNoticeDelivery({
      ...stores,
      destinations: [works, broken],
      clock,
      holder: 'one',
      planLifeMs: 86_400_000,
      onFailure: () => {},
    })
    await audit.append(jobFailed)
    await tick(signal)
    expect(works.sent, 'acts before the first start').toEqual([])
    await audit.append(...entries(3), jobFailed)
    for (let n = 0; n < mostAttempts + 3; n += 1) {
      await tick(signal)
      step(6 * 3_600_000)
    }
    expect(works.sent).toEqual(['notice-5-webhook'])
    expect(broken.sent).toEqual(Array.from({ length: mostAttempts }, () => 'notice-5-slack'))
    const [lost] = await stores.deliveries.givenUp(10)
    expect(lost).toMatchObject({ destination: 'slack', attempts: mostAttempts, error: { code: 'outbound.status' } })
    const state = await stores.deliveries.state()
    expect(state.get('webhook')).toMatchObject({ waiting: 0, error: null })
    expect(state.get('slack')).toMatchObject({ waiting: 0, error: { code: 'outbound.status' } })
    const acts = await stores.entries.after(5, 10)
    expect(acts.map(({ action }) => action)).toEqual(['notice.given_up'])

    expect(await stores.deliveries.retry(lost?.id ?? '', { actor: 'ana@example.com', at: clock.now() })).toBe('slack')
    expect(await stores.deliveries.retry(lost?.id ?? '', { actor: 'ana@example.com', at: clock.now() })).toBeNull()
    await tick(signal)
    expect(broken.sent).toHaveLength(mostAttempts + 1)
  })

  test('deliveries and the cursor move together, and only for their holder', async () => {
    const { db } = await open()
    const { cursors, deliveries } = storesOf(db)
    const notice: Notice = { kind: 'test', path: '/', jobId: null, failed: null, detail: null }
    const made = [{ id: 'a', destination: 'webhook', notice, at: 0 }]
    await cursors.begin(noticeCursor, 4)
    await cursors.begin(noticeCursor, 9)
    expect(await cursors.claim(noticeCursor, 'one', 60)).toBe(4)
    expect(await cursors.claim(noticeCursor, 'two', 60)).toBeNull()
    expect(await deliveries.derive({ name: noticeCursor, holder: 'two', seq: 5 }, made)).toBe(false)
    expect(await deliveries.due(['webhook'], 1, 10)).toEqual([])
    expect(await deliveries.derive({ name: noticeCursor, holder: 'one', seq: 5 }, made)).toBe(true)
    expect(await deliveries.due(['webhook'], 1, 10)).toHaveLength(1)
    await cursors.release(noticeCursor, 'one')
    expect(await cursors.claim(noticeCursor, 'two', 60)).toBe(5)
  })
})
