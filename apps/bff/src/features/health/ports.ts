import type { IncomingMessage } from 'node:http'

/** The health of this process. */
export interface ProcessHealth {
  /** `ok` only if the store responds and its schema matches this program. */
  ready(): Promise<'ok' | 'starting' | 'stopping' | 'damaged' | 'failed'>
}

export interface MetricsText {
  /** In the Prometheus text format. */
  read(): Promise<string>
  /** Whether this request may read the metrics. */
  mayRead(req: Pick<IncomingMessage, 'headers' | 'socket'>): boolean
}
