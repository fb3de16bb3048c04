import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http'
import type { MusterEvent } from '@muster/contracts/events'
import { permissions } from '@muster/core/permission'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { StreamGrant } from '../../http/session/actor.ts'
import { createEvents } from './create-events.ts'
import { defaultStreamSettings, openStream } from './open-stream.ts'

const settings = { ...defaultStreamSettings, mostBufferedBytes: Number.POSITIVE_INFINITY }
const plan = (progress: number): MusterEvent => ({ kind: 'plan', planId: 'p-1', state: 'computing', progress })
const large: MusterEvent = { kind: 'upload', uploadId: 'x'.repeat(100_000) }

// The timers of the stream only; those of sockets are none of these.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
})

/** A stream of one tab over HTTP, whose tab has not read anything yet. */
async function openTab(more: { signal?: AbortSignal; grantOf?: () => Promise<StreamGrant | null> } = {}) {
  const events = createEvents({
    relay: { send: () => {}, listen: async () => ({ close: async () => {} }) },
    contents: { job: async () => null, erasure: async () => null, directory: async () => null },
  })
  let subscribers = 0
  const hub = {
    ...events,
    subscribe: (receive: (event: MusterEvent) => void) => {
      subscribers += 1
      const stop = events.subscribe(receive)
      return () => {
        subscribers -= 1
        stop()
      }
    },
  }
  const grant = { permissions, own: null }
  const opened = Promise.withResolvers<{ response: ServerResponse; end: Promise<void> }>()
  const server = createServer((_request, response) => {
    const sessions = { grantOf: more.grantOf ?? (async () => grant) }
    const signal = more.signal ?? new AbortController().signal
    const tab = { response, sessionId: 's-1', grant, signal }
    opened.resolve({ response, end: openStream({ hub, sessions, isOwn: async () => true, settings }, tab) })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  onTestFinished(() => server.closeAllConnections())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server does not listen')
  const answered = new Promise<IncomingMessage | null>((resolve) => {
    get({ host: '127.0.0.1', port: address.port, agent: false }, resolve).once('error', () => resolve(null))
  })
  const { response, end } = await opened.promise
  return { hub, response, end, answered, subscribers: () => subscribers }
}

/** What the tab reads until the stream ends. */
async function textOf(answered: Promise<IncomingMessage | null>): Promise<string> {
  const tab = await answered
  if (tab === null) return ''
  let text = ''
  tab.setEncoding('utf8')
  // A stream that is cut ends with an error.
  await new Promise<void>((resolve) => {
    tab.on('data', (part) => {
      text += part
    })
    tab.once('close', resolve).once('error', () => resolve())
  })
  return text
}

/** Sends 20 MB, more than the buffers of a connection take. */
async function fill({ hub, response }: Awaited<ReturnType<typeof openTab>>): Promise<void> {
  for (let n = 0; n < 200; n += 1) hub.publish(large)
  await new Promise<void>((resolve) => void setImmediate(resolve))
  expect(response.writableNeedDrain).toBe(true)
}

test('a tab that leaves leaves no timer and no subscription behind', async () => {
  const tab = await openTab()
  await fill(tab)
  expect(tab.subscribers()).toBe(1)
  expect(vi.getTimerCount()).toBe(3)
  ;(await tab.answered)?.destroy()
  await tab.end
  expect(tab.subscribers()).toBe(0)
  expect(vi.getTimerCount()).toBe(0)
})

test('ends when the server stops, also if it stopped before', async () => {
  const stop = new AbortController()
  const tab = await openTab({ signal: stop.signal })
  tab.hub.publish(plan(1))
  const text = textOf(tab.answered)
  await tab.answered
  expect(tab.response.destroyed).toBe(false)
  stop.abort()
  await tab.end
  expect(await text).not.toContain('bye')
  const late = await openTab({ signal: stop.signal })
  await late.end
  expect(await textOf(late.answered)).toBe('')
})

test('writes nothing after its end', async () => {
  const { hub, end, answered } = await openTab()
  hub.publish(plan(1))
  hub.publish({ kind: 'bye' })
  hub.publish(plan(2))
  const text = await textOf(answered)
  await end
  expect(text).toContain('"progress":1')
  expect(text.endsWith('event: bye\ndata: {"kind":"bye"}\n\n')).toBe(true)
})

test('sends heartbeats, and ends with its session', async () => {
  let grant: StreamGrant | null = { permissions, own: null }
  const { end, answered } = await openTab({ grantOf: async () => grant })
  await vi.advanceTimersByTimeAsync(settings.heartbeatMs)
  grant = null
  await vi.advanceTimersByTimeAsync(settings.sessionCheckMs)
  expect(await textOf(answered)).toBe('retry: 2000\n\n:\n\n')
  await end
})

test('a tab that does not read is cut off after a while, one that reads is not', async () => {
  const stuck = await openTab()
  await fill(stuck)
  await vi.advanceTimersByTimeAsync(settings.longestStuckMs - 1)
  expect(stuck.response.destroyed).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(stuck.response.destroyed).toBe(true)
  await stuck.end

  const slow = await openTab()
  await fill(slow)
  const drained = new Promise<void>((resolve) => void slow.response.once('drain', resolve))
  const text = textOf(slow.answered)
  await drained
  slow.hub.publish(plan(1))
  await vi.advanceTimersByTimeAsync(settings.longestStuckMs)
  expect(slow.response.destroyed).toBe(false)
  slow.hub.publish({ kind: 'bye' })
  expect(await text).toContain('"progress":1')
  await slow.end
})
