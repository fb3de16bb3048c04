import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { MusterEvent } from '@muster/contracts/events'
import { permissions } from '@muster/core/permission'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { StreamGrant } from '../../http/session/actor.ts'
import { createEvents, type EventHub } from './create-events.ts'
import { defaultStreamSettings, openStream, type StreamSettings } from './open-stream.ts'
import type { EventRef } from './ports.ts'

const plan = (progress: number): MusterEvent => ({ kind: 'plan', planId: 'p-1', state: 'computing', progress })

function hubOf(readErasure: () => Promise<null> = async () => null) {
  const sent: EventRef[] = []
  let hear: (ref: EventRef) => void = () => {}
  let gap = () => {}
  let reads = 0
  const hub = createEvents({
    relay: {
      send: (ref) => void sent.push(ref),
      listen: async (onRef, onGap) => {
        hear = onRef
        gap = onGap
        return { close: async () => {} }
      },
    },
    contents: {
      job: async () => {
        reads += 1
        return null
      },
      erasure: readErasure,
      directory: async () => null,
    },
  })
  return { hub, sent, hear: (ref: EventRef) => hear(ref), gap: () => gap(), reads: () => reads }
}

async function serve(
  hub: EventHub,
  more: { grantOf?: () => Promise<StreamGrant | null>; settings?: Partial<StreamSettings> } = {},
) {
  const server = createServer((_request, response) => {
    const sessions = { grantOf: more.grantOf ?? (async () => ({ permissions, own: null })) }
    const settings = { ...defaultStreamSettings, ...more.settings }
    const tab = { response, sessionId: 's-1', grant: { permissions, own: null }, signal: new AbortController().signal }
    void openStream({ hub, sessions, isOwn: async () => true, settings }, tab)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => server.closeAllConnections())
  onTestFinished(() => void server.close())
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a listening server has such an address
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('sends updates to an open tab, and ends its stream', async () => {
  const { hub } = hubOf()
  await hub.start()
  const response = await fetch(await serve(hub))
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(response.headers.get('x-accel-buffering')).toBe('no')
  hub.publish(plan(7))
  await hub.stop()
  const text = await response.text()
  expect(text).toContain('event: plan\ndata: {"kind":"plan","planId":"p-1","state":"computing","progress":7}\n\n')
  expect(text.endsWith('event: bye\ndata: {"kind":"bye"}\n\n')).toBe(true)
})

test('closes when the session is over or cannot be checked', async () => {
  for (const grantOf of [async () => null, async () => Promise.reject(new Error('the store is away'))]) {
    const { hub } = hubOf()
    const response = await fetch(await serve(hub, { grantOf, settings: { sessionCheckMs: 10 } }))
    expect(await response.text()).toBe('retry: 2000\n\n')
  }
})

test('sends only what the member may read, from the moment a right is lost', async () => {
  const { hub } = hubOf()
  const checked = Promise.withResolvers<void>()
  let held: StreamGrant['permissions'] = permissions
  let checks = 0
  const grantOf = async () => {
    if (held !== permissions) checks += 1
    // The grant of one check holds by the time of the next.
    if (checks === 2) checked.resolve()
    return { permissions: held, own: null }
  }
  const response = await fetch(await serve(hub, { grantOf, settings: { sessionCheckMs: 10 } }))
  hub.publish(plan(1))
  held = permissions.filter((one) => one !== 'plans:read')
  await checked.promise
  hub.publish(plan(2))
  hub.publish({ kind: 'guards' })
  await hub.stop()
  const text = await response.text()
  expect(text).toContain('"progress":1')
  expect(text).not.toContain('"progress":2')
  expect(text).toContain('event: guards')
})

test('sends a heartbeat', async () => {
  const { hub } = hubOf()
  const response = await fetch(await serve(hub, { settings: { heartbeatMs: 10 } }))
  await delay(50)
  await hub.stop()
  expect(await response.text()).toContain('\n:\n\n')
})

test('drops a client that lets too much pile up', async () => {
  const { hub } = hubOf()
  const response = await fetch(await serve(hub, { settings: { mostBufferedBytes: 1000 } }))
  for (let n = 0; n < 50_000; n += 1) hub.publish({ kind: 'upload', uploadId: 'x'.repeat(100) })
  await expect(response.text()).rejects.toThrow()
})

test('reads a busy job at most four times a second, and relays it as rarely', async () => {
  const { hub, sent, reads } = hubOf()
  hub.subscribe(() => {})
  for (let n = 0; n < 60; n += 1) {
    hub.updated('job', 'j-1')
    await delay(10)
  }
  await delay(300)
  expect(reads()).toBeGreaterThanOrEqual(2)
  expect(reads()).toBeLessThanOrEqual(6)
  expect(sent.length).toBe(reads())
})

test('receives events of other replicas and does not relay them back', async () => {
  const { hub, sent, hear, reads } = hubOf()
  await hub.start()
  const received: MusterEvent[] = []
  hub.subscribe((event) => void received.push(event))
  hear({ kind: 'whole', event: { kind: 'upload', uploadId: 'u-1' } })
  hear({ kind: 'job', id: 'j-1' })
  expect(received).toEqual([{ kind: 'upload', uploadId: 'u-1' }])
  expect(reads()).toBe(1)
  expect(sent).toEqual([])
})

test('reads one object once at a time, and again after a failure', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const reads: PromiseWithResolvers<null>[] = []
  const { hub } = hubOf(() => {
    const read = Promise.withResolvers<null>()
    reads.push(read)
    return read.promise
  })
  hub.subscribe(() => {})
  hub.updated('erasure', 'e-1')
  hub.updated('erasure', 'e-1')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(reads).toHaveLength(1)
  reads[0]?.resolve(null)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(reads).toHaveLength(2)
  reads[1]?.reject(new Error('the store is away'))
  await vi.advanceTimersByTimeAsync(10_000)
  expect(reads).toHaveLength(3)
  reads[2]?.resolve(null)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(reads).toHaveLength(3)
})

test('has the tabs open their streams again after events of other replicas may have been lost', async () => {
  const { hub, gap } = hubOf()
  await hub.start()
  const response = await fetch(await serve(hub))
  gap()
  expect((await response.text()).endsWith('event: bye\ndata: {"kind":"bye"}\n\n')).toBe(true)
})
