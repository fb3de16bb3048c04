import type { StorageLogger } from '../storage.ts'
import { StorageError } from '../storage-error.ts'
import { openPgliteSession, type PgliteSession } from './pglite-session.ts'
import type { SqlSession } from './single-session-dialect.ts'

interface Listener {
  readonly channel: string
  readonly onPayload: (payload: string) => void
  readonly onGap: (() => void) | undefined
  listening: { close(): Promise<void> } | null
}

/** A session that reopens when its thread is lost. */
export interface ReopeningSession {
  /** The current session; reopens the data after a loss. */
  current(): Promise<SqlSession>
  listen(channel: string, onPayload: (payload: string) => void, onGap?: () => void): Promise<{ close(): Promise<void> }>
  close(): Promise<void>
}

/** Listeners that outlive a session. */
function createListeners(isClosed: () => boolean) {
  const listeners = new Set<Listener>()
  return {
    lost(): void {
      for (const listener of listeners) listener.listening = null
    },
    async moveTo(session: PgliteSession): Promise<void> {
      await Promise.all([...listeners].map((listener) => listenOn(session, listener)))
      for (const listener of listeners) listener.onGap?.()
    },
    async add(session: PgliteSession, given: Omit<Listener, 'listening'>): Promise<{ close(): Promise<void> }> {
      const listener: Listener = { ...given, listening: null }
      await listenOn(session, listener)
      listeners.add(listener)
      return {
        close: async () => {
          listeners.delete(listener)
          if (!isClosed()) await listener.listening?.close()
        },
      }
    },
  }
}

/** Opens the data in a thread, and again each time that thread is lost. */
export async function reopeningSession(
  place: Omit<Parameters<typeof openPgliteSession>[0], 'onLost'>,
  logger: StorageLogger,
): Promise<ReopeningSession> {
  let closed = false
  const listeners = createListeners(() => closed)
  let current: Promise<PgliteSession> | null = open()
  await current

  function open(): Promise<PgliteSession> {
    const opening = openPgliteSession({ ...place, onLost: lost })
    opening.catch(() => {
      current = null
    })
    return opening
  }
  function lost(reason: StorageError): void {
    logger.error({ err: reason }, 'The database was lost; the next query reopens it')
    // Data held only in memory cannot be reopened.
    if (place.dataDir !== null) current = null
    listeners.lost()
  }
  async function session(): Promise<PgliteSession> {
    if (closed) throw new StorageError('closed', 'The database is closed.')
    if (current !== null) return current
    current = open()
    const fresh = await current
    await listeners.moveTo(fresh)
    return fresh
  }

  return {
    current: session,
    listen: async (channel, onPayload, onGap) => listeners.add(await session(), { channel, onPayload, onGap }),
    close: async () => {
      if (closed) return
      closed = true
      await (await current)?.close()
    },
  }
}

async function listenOn(session: PgliteSession, listener: Listener): Promise<void> {
  listener.listening = await session.listen(listener.channel, listener.onPayload)
}
