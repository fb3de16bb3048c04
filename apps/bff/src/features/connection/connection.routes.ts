import { type Connection, getConnection, testConnection as testConnectionRoute } from '@muster/contracts/connection'
import { message } from '@muster/wording/message'
import type { AuditLog } from '../../audit-log.ts'
import { actorOf, type BoundRoute, bind } from '../../http/route-handler.ts'
import type { Actor } from '../../http/session/actor.ts'
import type { ConnectionGateway } from './ports.ts'

export function connectionRoutes(deps: { gateway: ConnectionGateway; audit: AuditLog }): BoundRoute[] {
  return [
    bind(getConnection, async () => ({ status: 200, json: await deps.gateway.state() })),
    bind(testConnectionRoute, async (_input, context) => {
      const connection = await testConnection(deps, { actor: actorOf(context), signal: context.signal })
      return { status: 200, json: connection }
    }),
  ]
}

/** Tests the connection on request and records the result in the audit. */
async function testConnection(
  { gateway, audit }: { gateway: ConnectionGateway; audit: AuditLog },
  { actor, signal }: { actor: Actor; signal: AbortSignal },
): Promise<Connection> {
  const connection = await gateway.probe(signal)
  const tried = connection.endpoints.filter(({ state }) => state !== 'untried')
  const works = tried.filter(({ state }) => state === 'works').length
  await audit.append({
    action: 'connection.tested',
    actor: actor.email,
    sentence: message('audit.connection_tested', {
      member: actor.name,
      host: connection.host,
      works,
      tried: tried.length,
    }),
  })
  return connection
}
