import type { Connection } from '@muster/contracts/connection'
import type { Message } from '@muster/core/text/message'
import { usersInfo } from '@muster/kore-api/users-info'
import { englishText } from '@muster/wording/english'
import { message } from '@muster/wording/message'
import type { ConnectionState, KoreGateway } from '../adapters/kore/create-kore-gateway.ts'
import type { ConnectionGateway } from '../features/connection/ports.ts'
import type { Upstream } from './connect.ts'

const time = (at: number | null) => (at === null ? null : new Date(at).toISOString())

const sentence = (reason: Message | null) => (reason === null ? null : englishText(reason))

/** The gateway's state for the connection screen, without the secret. */
export function connectionGateway(
  gateway: KoreGateway,
  { settings, environment, isBuiltIn }: Upstream,
  {
    complete,
    held,
    keys,
    onAccepted,
  }: {
    /** Adds the states of other replicas. */
    readonly complete: (own: ConnectionState) => Promise<ConnectionState>
    /** Why no job may call although Kore.ai would respond; null if jobs may. */
    readonly held: () => Promise<Message | null>
    /** The keys that are set, with their ages. */
    readonly keys: () => Promise<Connection['keys']>
    readonly onAccepted: () => Promise<void>
  },
): ConnectionGateway {
  const state = async (): Promise<Connection> => {
    const { breaker, endpoints, nextJobCallAt, perMinute, perHour, byFiveMinutes } = await complete(
      await gateway.state(),
    )
    const refusal = credentialRefusal(breaker, endpoints)
    const blocked = (await held()) ?? jobsBlocked(breaker, endpoints)
    return {
      host: new URL(settings.host).host,
      clientId: settings.clientId,
      environment,
      isBuiltIn,
      jtiEnforced: settings.enforceJti,
      jweEncrypted: settings.jweKey !== null,
      batchSize: settings.batchSize,
      budget: { perMinute, perHour, byFiveMinutes: [...byFiveMinutes], nextJobCallAt: time(nextJobCallAt) },
      endpoints: endpoints.map(({ checkedAt, detail, ...endpoint }) => ({
        ...endpoint,
        detail: sentence(detail),
        detailMessage: detail,
        checkedAt: time(checkedAt),
      })),
      credentialRefusal: sentence(refusal),
      credentialRefusalMessage: refusal,
      jobsBlocked: sentence(blocked),
      jobsBlockedMessage: blocked,
      keys: await keys(),
      breaker: {
        open: breaker !== null,
        reason: sentence(breaker?.reason ?? null),
        reasonMessage: breaker?.reason ?? null,
        since: time(breaker?.since ?? null),
      },
    }
  }
  return {
    state,
    probe: async (signal) => {
      const { acceptedForUsers } = await gateway.probe(signal)
      // No read requires the scope of erasures; a job's call detects a missing one.
      if (acceptedForUsers) await onAccepted()
      return await state()
    },
  }
}

/**
 * Refused for changes, for the reads before them, or for every call so far. Any other missing scope concerns only its
 * endpoint.
 */
function credentialRefusal(
  breaker: ConnectionState['breaker'],
  endpoints: ConnectionState['endpoints'],
): Message | null {
  if (breaker?.cause === 'credential_rejected') return breaker.reason
  const refused = endpoints.filter(({ state }) => state === 'refused')
  const [first] = endpoints.some(({ state }) => state === 'works')
    ? refused.filter(({ name }) => name === usersInfo.name)
    : refused
  return first?.detail ?? null
}

/** Whether jobs are known to be blocked: the budget alone does not show it. */
function jobsBlocked(breaker: ConnectionState['breaker'], endpoints: ConnectionState['endpoints']): Message | null {
  if (credentialRefusal(breaker, endpoints) !== null) return message('blocked.credential')
  const states = endpoints.map(({ state }) => state)
  if (!states.includes('works') && states.includes('failed')) return message('blocked.unreachable')
  if (!states.includes('works') && states.includes('not_kore')) return message('blocked.not_kore')
  return breaker === null ? null : message('blocked.calls')
}
