import type { Connection } from '@muster/contracts/connection'
import type { AuditLog } from '../../audit-log.ts'
import type { Actor } from '../../http/session/actor.ts'
import type { ConnectionGateway } from './ports.ts'

/** Tests the connection on request and records the result in the audit. */
export async function testConnection(
  { gateway, audit }: { gateway: ConnectionGateway; audit: AuditLog },
  { actor, signal }: { actor: Actor; signal: AbortSignal },
): Promise<Connection> {
  const connection = await gateway.probe(signal)
  const tried = connection.endpoints.filter(({ state }) => state !== 'untried')
  const works = tried.filter(({ state }) => state === 'works').length
  await audit.append({
    action: 'connection.tested',
    actor: actor.email,
    sentence: `${actor.name} tested the connection to ${connection.host}: ${works} of ${tried.length} endpoints called so far work`,
  })
  return connection
}
