import type { ServerResponse } from 'node:http'
import { eventSchema, type MusterEvent } from '@muster/contracts/events'
import { withoutQuotes } from '@muster/wording/without-quotes'
import type { IsOwn, StreamGrant } from '../../http/session/actor.ts'
import type { EventHub } from './create-events.ts'
import { mayReceive, rememberOwners } from './event-access.ts'
import type { StreamSessions } from './ports.ts'

export interface StreamSettings {
  readonly heartbeatMs: number
  readonly sessionCheckMs: number
  /** Buffered bytes after which a slow client is dropped. */
  readonly mostBufferedBytes: number
  readonly longestStuckMs: number
}

export const defaultStreamSettings: StreamSettings = {
  heartbeatMs: 15_000,
  // A stream of an ended session closes within two seconds.
  sessionCheckMs: 500,
  mostBufferedBytes: 1_000_000,
  longestStuckMs: 30_000,
}

const headers = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store',
  'X-Accel-Buffering': 'no',
}

/** Streams to one tab the events that its member may receive, until it leaves, its session ends, it stops reading, or the server stops. */
export function openStream(
  deps: { hub: EventHub; sessions: StreamSessions; isOwn: IsOwn; settings: StreamSettings },
  tab: { response: ServerResponse; sessionId: string; grant: StreamGrant; signal: AbortSignal },
): Promise<void> {
  const { hub, sessions, settings } = deps
  const { response, sessionId, signal } = tab
  const { promise, resolve } = Promise.withResolvers<void>()
  const write = boundedWriter(response, settings)
  response.writeHead(200, headers)
  write('retry: 2000\n\n')
  let { grant } = tab
  const isOwn = rememberOwners(deps.isOwn)
  const send = async (event: MusterEvent) => {
    if (await mayReceive(grant, event, isOwn)) write(frameOf(event, grant))
    if (event.kind === 'bye') response.end()
  }
  let sending = Promise.resolve()
  const unsubscribe = hub.subscribe((event) => {
    // In their order. A tab that may have missed an event opens its stream again and queries the API.
    sending = sending.then(() => send(event)).catch(() => void response.end())
  })
  const heartbeat = setInterval(() => write(':\n\n'), settings.heartbeatMs)
  const check = async () => {
    // An unavailable store must not keep the stream of a session that may be over.
    const granted = await sessions.grantOf(sessionId).catch(() => null)
    if (granted === null) response.end()
    else grant = granted
  }
  const checks = setInterval(() => void check(), settings.sessionCheckMs)
  const close = () => {
    clearInterval(heartbeat)
    clearInterval(checks)
    write.stop()
    unsubscribe()
    resolve()
  }
  response.once('close', close)
  if (signal.aborted) response.destroy()
  else signal.addEventListener('abort', () => response.destroy())
  return promise
}

function frameOf(event: MusterEvent, { own }: StreamGrant): string {
  const content = eventSchema.parse(own === null ? event : withoutQuotes(event))
  return `event: ${event.kind}\ndata: ${JSON.stringify(content)}\n\n`
}

/** Writes, and drops a client that stops reading. */
function boundedWriter(response: ServerResponse, settings: StreamSettings) {
  let stuck: NodeJS.Timeout | null = null
  const stop = () => {
    if (stuck !== null) clearTimeout(stuck)
    stuck = null
  }
  response.on('drain', stop)
  const write = (text: string): void => {
    if (response.writableEnded || response.destroyed) return
    const taken = response.write(text)
    if (response.writableLength > settings.mostBufferedBytes) response.destroy()
    else if (!taken && stuck === null) stuck = setTimeout(() => response.destroy(), settings.longestStuckMs)
  }
  return Object.assign(write, { stop })
}
