import type { MusterEvent } from '@muster/contracts/events'

/** What moved, without its content: the content is read where a tab is open. */
export type EventRef =
  | { readonly kind: 'job'; readonly id: string }
  | { readonly kind: 'erasure'; readonly id: string }
  | { readonly kind: 'directory' }
  | {
      readonly kind: 'whole'
      readonly event: Extract<MusterEvent, { kind: 'plan' | 'upload' | 'guards' | 'connection' }>
    }

/** Carries word of events between replicas. Sending never fails and never waits. */
export interface EventRelay {
  send(ref: EventRef): void
  /** Hears the other replicas, never this one. */
  listen(onRef: (ref: EventRef) => void): Promise<{ close(): Promise<void> }>
}

/** Reads what an event tells; null when it is gone. */
export interface EventContents {
  job(id: string): Promise<Extract<MusterEvent, { kind: 'job' }>['job'] | null>
  erasure(id: string): Promise<Extract<MusterEvent, { kind: 'erasure' }>['erasure'] | null>
  directory(): Promise<Extract<MusterEvent, { kind: 'directory' }>['directory'] | null>
}

export interface StreamSessions {
  isSessionAlive(sessionId: string): Promise<boolean>
}
