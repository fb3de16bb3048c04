import type { Connection } from '@muster/contracts/connection'

/** The connection as the gateway knows it. Holds no secret. */
export interface ConnectionGateway {
  state(): Promise<Connection>
  /** Tries each read endpoint once, in the lane of a waiting person, and answers the state after it. */
  probe(signal: AbortSignal): Promise<Connection>
}
