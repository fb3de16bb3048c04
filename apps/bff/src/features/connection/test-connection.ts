import type { Connection } from '@muster/contracts/connection'
import type { Actor } from '../../http/session/actor.ts'
import type { ConnectionAudit, ConnectionGateway } from './ports.ts'

/** Tries the connection for a person and writes down what was found. */
export async function testConnection(
  { gateway, audit }: { gateway: ConnectionGateway; audit: ConnectionAudit },
  { actor, signal }: { actor: Actor; signal: AbortSignal },
): Promise<Connection> {
  const connection = await gateway.probe(signal)
  const tried = connection.endpoints.filter(({ state }) => state !== 'untried')
  const works = tried.filter(({ state }) => state === 'works').length
  await audit.append({
    action: 'connection.tested',
    actor: actor.email,
    subject: null,
    sentence: `${actor.name} tested the connection to ${connection.host}: ${works} of ${tried.length} endpoints called so far work`,
    outcome: null,
    jobId: null,
  })
  return connection
}
