import type { Connection } from '@muster/contracts/connection'

/** The connection as the gateway knows it. Contains no secret. */
export interface ConnectionGateway {
  state(): Promise<Connection>
  /** Tries each read endpoint once in the interactive lane. Returns the state afterwards. */
  probe(signal: AbortSignal): Promise<Connection>
}
