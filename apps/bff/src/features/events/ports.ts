import type { MusterEvent } from '@muster/contracts/events'
import type { StreamGrant } from '../../http/session/actor.ts'

/** Reference to what changed, without its content: each replica with an open tab reads the content. */
export type EventRef =
  | { readonly kind: 'job'; readonly id: string }
  | { readonly kind: 'erasure'; readonly id: string }
  | { readonly kind: 'directory' }
  | {
      readonly kind: 'whole'
      readonly event: Extract<MusterEvent, { kind: 'plan' | 'upload' | 'guards' | 'connection' }>
    }

/** Relays events between replicas. Sending never fails and never waits. */
export interface EventRelay {
  send(ref: EventRef): void
  /** Listens to the other replicas, never this one. `onGap`: events may have been lost meanwhile. */
  listen(onRef: (ref: EventRef) => void, onGap: () => void): Promise<{ close(): Promise<void> }>
}

/** Reads the content of an event; null when it is gone. */
export interface EventContents {
  job(id: string): Promise<Extract<MusterEvent, { kind: 'job' }>['job'] | null>
  erasure(id: string): Promise<Extract<MusterEvent, { kind: 'erasure' }>['erasure'] | null>
  directory(): Promise<Extract<MusterEvent, { kind: 'directory' }>['directory'] | null>
}

export interface StreamSessions {
  /** What the member of a session may do now; null if the session has ended. Does not count as use. */
  grantOf(sessionId: string): Promise<StreamGrant | null>
}
