import type { IncomingMessage } from 'node:http'

/** What this process can say of itself. */
export interface ProcessHealth {
  /** `ok` only when the store answers and its schema is this program's. */
  ready(): Promise<'ok' | 'starting' | 'stopping' | 'failed'>
}

export interface MetricsText {
  /** In the Prometheus text format. */
  read(): Promise<string>
  /** Whether this request may see them. */
  mayRead(req: Pick<IncomingMessage, 'headers' | 'socket'>): boolean
}
