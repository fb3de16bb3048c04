import { setTimeout as delay } from 'node:timers/promises'
import { Client, escapeIdentifier } from 'pg'
import type { StorageLogger } from '../storage.ts'

interface Listening {
  readonly channel: string
  readonly onPayload: (payload: string) => void
  readonly onGap: (() => void) | undefined
  readonly logger: StorageLogger
}

/** A dedicated connection that listens, and reconnects when it is lost. */
export async function listenOnPostgres(url: string, listening: Listening): Promise<{ close(): Promise<void> }> {
  const closing = new AbortController()
  let client = await connect()

  async function connect(): Promise<Client> {
    const fresh = new Client({ connectionString: url, application_name: 'muster listen', keepAlive: true })
    // Before anything can fail: an `error` without a listener ends the process.
    fresh.on('error', () => {})
    fresh.on('notification', (message) => listening.onPayload(message.payload ?? ''))
    try {
      await fresh.connect()
      await fresh.query(`listen ${escapeIdentifier(listening.channel)}`)
    } catch (error) {
      await fresh.end().catch(() => {})
      throw error
    }
    fresh.on('end', () => void reconnect())
    return fresh
  }

  async function reconnect(): Promise<void> {
    for (let waitMs = 250; !closing.signal.aborted; waitMs = Math.min(waitMs * 2, 5000)) {
      await delay(waitMs, undefined, { ref: false })
      try {
        if (!closing.signal.aborted) client = await connect()
        if (closing.signal.aborted) await client.end()
        else listening.onGap?.()
        return
      } catch (error) {
        listening.logger.warn({ err: error }, 'listening to the database failed; retrying')
      }
    }
  }

  return {
    close: async () => {
      closing.abort()
      await client.end()
    },
  }
}
