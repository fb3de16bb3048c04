import { allUserRoles } from '@muster/kore-api/all-user-roles'
import { getBots } from '@muster/kore-api/bots'
import type { KoreEndpoint } from '@muster/kore-api/endpoint'
import { getGroups } from '@muster/kore-api/groups'
import { exportRoles, getRoles } from '@muster/kore-api/roles'
import { usersInfo } from '@muster/kore-api/users-info'
import type { Gate } from '../gate/gate.ts'
import { isSuccess } from '../responses/response-kind.ts'
import { absentUser } from './absent-user.ts'

const probes: readonly { endpoint: KoreEndpoint; query: string; body: string | null }[] = [
  { endpoint: usersInfo, query: '', body: absentUser },
  { endpoint: allUserRoles, query: '?limit=1&offset=0', body: null },
  { endpoint: getGroups, query: '?limit=1&offset=0', body: null },
  { endpoint: getRoles, query: '?roleType=bot&limit=1', body: null },
  { endpoint: exportRoles, query: '?roleType=admin', body: null },
  { endpoint: getBots, query: '?limit=1&offset=0', body: null },
]

/**
 * Calls each read endpoint once; the gate records the results. Never tries write endpoints. Returns whether the
 * credential is accepted for users: one scope covers reading and changing them.
 */
export async function probeReads(gate: Gate, signal: AbortSignal): Promise<{ readonly acceptedForUsers: boolean }> {
  let acceptedForUsers = false
  for (const { endpoint, query, body } of probes) {
    const result = await gate.call({
      endpoint,
      path: `${endpoint.path}${query}`,
      body,
      lane: 'interactive',
      signal,
      isProbe: true,
    })
    if (endpoint === usersInfo)
      acceptedForUsers = result.kind === 'response' && result.is === 'other' && isSuccess(result.response)
  }
  return { acceptedForUsers }
}
