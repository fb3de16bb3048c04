import { getConnection, testConnection as testConnectionRoute } from '@muster/contracts/connection'
import type { AuditLog } from '../../audit-log.ts'
import { actorOf, type BoundRoute, bind } from '../../http/route-handler.ts'
import type { ConnectionGateway } from './ports.ts'
import { testConnection } from './test-connection.ts'

export function connectionRoutes(deps: { gateway: ConnectionGateway; audit: AuditLog }): BoundRoute[] {
  return [
    bind(getConnection, async () => ({ status: 200, json: await deps.gateway.state() })),
    bind(testConnectionRoute, async (_input, context) => {
      const connection = await testConnection(deps, { actor: actorOf(context), signal: context.signal })
      return { status: 200, json: connection }
    }),
  ]
}
