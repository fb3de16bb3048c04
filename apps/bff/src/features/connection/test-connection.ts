import type { Connection } from '@muster/contracts/connection'
import type { Actor } from '../../http/session/actor.ts'
import type { ConnectionAudit, ConnectionGateway } from './ports.ts'

/** Tries the connection for a person and writes down what was found. */
export async function testConnection(
  { gateway, audit }: { gateway: ConnectionGateway; audit: ConnectionAudit },
  { actor, signal }: { actor: Actor; signal: AbortSignal },
): Promise<Connection> {
  const connection = await gateway.probe(signal)
  const works = connection.endpoints.filter((endpoint) => endpoint.state === 'works').length
  await audit.append({
    action: 'connection.tested',
    actor: actor.email,
    subject: null,
    sentence: `${actor.name} tested the connection to ${connection.host}: ${works} of ${connection.endpoints.length} endpoints work`,
    outcome: null,
    jobId: null,
  })
  return connection
}
