import type { JobEntry } from '@muster/contracts/jobs'

type Seen = Pick<JobEntry, 'id' | 'state'>

export interface JobChanges<J extends Seen> {
  /** No longer listed as running: ended, or beyond the list. */
  readonly gone: readonly string[]
  readonly paused: readonly J[]
}

/** What happened between two readings of the running jobs. A job seen for the first time is no news. */
export function jobChanges<J extends Seen>(before: readonly Seen[], now: readonly J[]): JobChanges<J> {
  const listed = new Set(now.map(({ id }) => id))
  const states = new Map(before.map(({ id, state }) => [id, state]))
  return {
    gone: before.map(({ id }) => id).filter((id) => !listed.has(id)),
    paused: now.filter(({ id, state }) => state === 'paused' && states.has(id) && states.get(id) !== 'paused'),
  }
}
