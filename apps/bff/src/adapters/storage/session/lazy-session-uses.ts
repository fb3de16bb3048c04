import type { SessionStore } from '../../../features/session/ports.ts'

/** The use of a session is written at most this often. */
export const writeEveryMs = 60_000

interface Uses {
  /** The last use, and the last one written. */
  at: number
  written: number
  timer: NodeJS.Timeout | null
}

/** The uses of sessions that are not all written yet. */
function createUses(store: SessionStore) {
  const uses = new Map<string, Uses>()
  async function write(id: string, use: Uses): Promise<void> {
    use.written = use.at
    await store.markUsed(id, use.at)
  }
  function writeLater(id: string, use: Uses): void {
    use.timer ??= setTimeout(() => {
      uses.delete(id)
      // The next use is written at once.
      write(id, use).catch(() => {})
    }, writeEveryMs).unref()
  }
  return {
    latest: (id: string, usedAt: number) => Math.max(usedAt, uses.get(id)?.at ?? 0),
    forget: (id: string): void => {
      const timer = uses.get(id)?.timer
      if (timer != null) clearTimeout(timer)
      uses.delete(id)
    },
    mark: async (id: string, at: number): Promise<void> => {
      const use = uses.get(id) ?? { at, written: -Infinity, timer: null }
      uses.set(id, use)
      use.at = Math.max(use.at, at)
      writeLater(id, use)
      if (at - use.written >= writeEveryMs) await write(id, use)
    },
  }
}

/**
 * Writes the uses of a session at most once a minute. The first use is written at once and the last one within a
 * minute, so every replica applies the idle rule to the true time; a process that ends loses up to a minute of use,
 * which ends the session early, never late.
 */
export function withLazyUses(store: SessionStore): SessionStore {
  const { latest, forget, mark } = createUses(store)
  return {
    ...store,
    find: async (id) => {
      const session = await store.find(id)
      if (session === null) forget(id)
      return session === null ? null : { ...session, usedAt: latest(id, session.usedAt) }
    },
    markUsed: mark,
    renew: async (id, ...renewal) => {
      forget(id)
      return await store.renew(id, ...renewal)
    },
    remove: async (id) => {
      forget(id)
      await store.remove(id)
    },
    ofMember: async (memberId) => {
      const sessions = await store.ofMember(memberId)
      return sessions
        .map((session) => ({ ...session, usedAt: latest(session.id, session.usedAt) }))
        .toSorted((one, other) => other.usedAt - one.usedAt)
    },
  }
}
