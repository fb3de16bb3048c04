import { once } from 'node:events'
import type { Express } from 'express'
import { createHttpServer } from './create-server.ts'

export interface Listening {
  readonly port: number
  /** Accepts no new connections, lets running requests end, and cuts the rest after `graceMs`. */
  close(graceMs: number): Promise<void>
}

/** Throws with a sentence if the port is not available. */
export async function listen(app: Express, at: { port: number; host: string; secure: boolean }): Promise<Listening> {
  const server = createHttpServer(app, at)
  server.listen(at.port, at.host)
  try {
    await once(server, 'listening')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const why = code === 'EADDRINUSE' ? 'another program uses this port: set PORT to another number' : code
    throw new Error(`Muster cannot listen on ${at.host}:${at.port}: ${why}.`, { cause: error })
  }
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  const { port } = address
  return {
    port,
    close: async (graceMs) => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const cut = setTimeout(() => server.closeAllConnections(), graceMs)
      await closed
      clearTimeout(cut)
    },
  }
}
