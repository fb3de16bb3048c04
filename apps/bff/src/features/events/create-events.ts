import type { MusterEvent } from '@muster/contracts/events'
import type { Events } from '../../events.ts'
import type { EventContents, EventRef, EventRelay } from './ports.ts'

/** At most four events a second for each job, for each erasure and for the directory. */
const everyMs = 250
/** Delay before content that could not be read is read again. */
const failedMs = 2_000

export interface EventHub extends Events {
  /** A job or an erasure changed: reads and sends its content, at most four times a second each. */
  updated(kind: 'job' | 'erasure', id: string): void
  /** A tab subscribes. Returns the function that unsubscribes. */
  subscribe(listener: (event: MusterEvent) => void): () => void
  /** Starts listening to the other replicas. */
  start(): Promise<void>
  /** Ends every tab's stream and stops. */
  stop(): Promise<void>
}

/** The tabs of this replica that are open. */
function createSubscribers() {
  const listeners = new Set<(event: MusterEvent) => void>()
  return {
    has: () => listeners.size > 0,
    add: (listener: (event: MusterEvent) => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    deliver: (event: MusterEvent) => {
      for (const listener of listeners) listener(event)
    },
    clear: () => listeners.clear(),
  }
}

/**
 * Broadcasts to every open tab, here and on the other replicas. Never fails or waits: a tab that missed an event
 * queries the API.
 */
export function createEvents(deps: { relay: EventRelay; contents: EventContents }): EventHub {
  const { relay, contents } = deps
  const tabs = createSubscribers()
  const { deliver } = tabs
  const later = coalesce(everyMs, async (ref: EventRef, here: boolean) => {
    if (here) relay.send(ref)
    if (!tabs.has()) return
    const event = await contentOf(contents, ref)
    if (event !== null) deliver(event)
  })
  let listening: { close(): Promise<void> } | null = null
  return {
    updated: (kind, id) => later.push({ kind, id }, true),
    publish: (event) => {
      const ref = refOf(event)
      if (ref === null) deliver(event)
      else if (ref.kind !== 'whole') later.push(ref, true)
      else {
        relay.send(ref)
        deliver(event)
      }
    },
    subscribe: tabs.add,
    start: async () => {
      listening = await relay.listen(
        (ref) => (ref.kind === 'whole' ? deliver(ref.event) : later.push(ref, false)),
        // A tab that opens its stream again loads what it may have missed.
        () => deliver({ kind: 'bye' }),
      )
    },
    stop: async () => {
      later.stop()
      deliver({ kind: 'bye' })
      tabs.clear()
      await listening?.close()
    },
  }
}

/** How other replicas learn of an event; null if it concerns only this one. */
function refOf(event: MusterEvent): EventRef | null {
  if (event.kind === 'job') return { kind: 'job', id: event.job.id }
  if (event.kind === 'erasure') return { kind: 'erasure', id: event.erasure.id }
  if (event.kind === 'directory') return { kind: 'directory' }
  return event.kind === 'bye' ? null : { kind: 'whole', event }
}

async function contentOf(contents: EventContents, ref: EventRef): Promise<MusterEvent | null> {
  if (ref.kind === 'whole') return ref.event
  if (ref.kind === 'job') {
    const job = await contents.job(ref.id)
    return job === null ? null : { kind: 'job', job }
  }
  if (ref.kind === 'erasure') {
    const erasure = await contents.erasure(ref.id)
    return erasure === null ? null : { kind: 'erasure', erasure }
  }
  const directory = await contents.directory()
  return directory === null ? null : { kind: 'directory', directory }
}

interface Slot {
  timer: NodeJS.Timeout | undefined
  again: { ref: EventRef; here: boolean } | null
}

/**
 * Runs at once and then at most every `ms` per object, one run at a time: no older content follows a newer one.
 * Never loses the last event: a run that fails is repeated.
 */
function coalesce(ms: number, run: (ref: EventRef, here: boolean) => Promise<void>) {
  const waiting = new Map<string, Slot>()
  let isStopped = false
  function push(ref: EventRef, here: boolean): void {
    if (isStopped) return
    const key = `${ref.kind}:${'id' in ref ? ref.id : ''}`
    const held = waiting.get(key)
    if (held !== undefined) {
      held.again = { ref, here: here || held.again?.here === true }
      return
    }
    const slot: Slot = { timer: undefined, again: null }
    waiting.set(key, slot)
    const wait = (waitMs: number) => {
      if (isStopped) return
      slot.timer = setTimeout(() => {
        waiting.delete(key)
        if (slot.again !== null) push(slot.again.ref, slot.again.here)
      }, waitMs).unref()
    }
    run(ref, here).then(
      () => wait(ms),
      () => {
        slot.again ??= { ref, here }
        wait(failedMs)
      },
    )
  }
  return {
    push,
    stop: () => {
      isStopped = true
      for (const { timer } of waiting.values()) clearTimeout(timer)
      waiting.clear()
    },
  }
}
