import { i18n } from '@lingui/core'
import { eventSchema, type MusterEvent } from '@muster/contracts/events'
import { localize } from '@muster/wording/localize'
import { useEffect, useState } from 'react'
import { catchUp } from './now.ts'
import { createWatchedValue } from './watched-value.ts'

export type EventKind = MusterEvent['kind']
export type EventOf<K extends EventKind> = Extract<MusterEvent, { kind: K }>
/** `lost`: the stream broke and the browser reconnects. `refused`: the server responded without a stream. */
export type StreamState = 'closed' | 'connecting' | 'open' | 'lost' | 'refused'

const kinds: readonly EventKind[] = ['job', 'erasure', 'directory', 'plan', 'upload', 'guards', 'connection', 'bye']
const listeners = new Set<(event: MusterEvent) => void>()
const openListeners = new Set<(isFirst: boolean) => void>()
const state = createWatchedValue<StreamState>('closed')
let source: EventSource | null = null
let retry: ReturnType<typeof setTimeout> | undefined

function receive(message: MessageEvent<string>): void {
  let json: unknown
  try {
    json = JSON.parse(message.data)
  } catch {
    return
  }
  const parsed = eventSchema.safeParse(json)
  if (!parsed.success) return
  catchUp()
  const event = localize(i18n, parsed.data)
  for (const listener of listeners) listener(event)
}

function connect(): void {
  clearTimeout(retry)
  if (state.get() === 'closed') state.set('connecting')
  const stream = new EventSource('/api/events')
  source = stream
  for (const kind of kinds) stream.addEventListener(kind, receive)
  stream.addEventListener('open', () => {
    const isFirst = state.get() === 'connecting'
    state.set('open')
    for (const listener of openListeners) listener(isFirst)
  })
  stream.addEventListener('error', () => {
    // The browser reconnects unless the response is an error; it closes the stream then, and this retries later.
    const isRefused = stream.readyState === EventSource.CLOSED
    state.set(isRefused ? 'refused' : 'lost')
    if (isRefused && source === stream) retry = setTimeout(connect, 5_000)
  })
}

const isOfKind = <K extends EventKind>(event: MusterEvent, kind: K): event is EventOf<K> => event.kind === kind

/** Listens to one kind of event. Returns a function that stops listening. */
export function onMusterEvent<K extends EventKind>(kind: K, listener: (event: EventOf<K>) => void): () => void {
  const entry = (event: MusterEvent): void => {
    if (isOfKind(event, kind)) listener(event)
  }
  listeners.add(entry)
  return () => listeners.delete(entry)
}

/** Listens to the stream opening: events before that were missed, also before the first time. */
export function onStreamOpened(listener: (isFirst: boolean) => void): () => void {
  openListeners.add(listener)
  return () => openListeners.delete(listener)
}

function close(): void {
  clearTimeout(retry)
  source?.close()
  source = null
  state.set('closed')
}

/** Opens the tab's only stream. Returns a function that closes it. */
export function openEventStream(): () => void {
  connect()
  window.addEventListener('pagehide', close)
  return () => {
    window.removeEventListener('pagehide', close)
    close()
  }
}

/** A proxy may hold back the stream's response. */
const longConnectMs = 3_000

/**
 * Whether the stream has opened or failed. What the shell keeps current by events is loaded after that, once: no event is
 * missed in between.
 */
export function useStreamAnswered(): boolean {
  const isAnswered = !['closed', 'connecting'].includes(useStreamState())
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), longConnectMs)
    return () => clearTimeout(timer)
  }, [])
  return isAnswered || isLate
}

export function useStreamState(): StreamState {
  return state.useValue()
}
