import type { MusterEvent } from '@muster/contracts/events'

/** Notifies every open tab, on every replica. Never fails, never waits. */
export interface Events {
  publish(event: MusterEvent): void
}
