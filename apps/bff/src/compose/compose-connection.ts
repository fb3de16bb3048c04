import type { Connection } from '@muster/contracts/connection'
import type { Message } from '@muster/core/text/message'
import { usersInfo } from '@muster/kore-api/users-info'
import { englishText } from '@muster/wording/english'
import { message } from '@muster/wording/message'
import {
  budgetKey,
  type ConnectionState,
  createKoreGateway,
  type KoreGateway,
} from '../adapters/kore/create-kore-gateway.ts'
import { createSqlBatchLedger } from '../adapters/storage/batches/kore-batches-store.ts'
import { createSqlBudgetLedger } from '../adapters/storage/budget/kore-budget-store.ts'
import { createSqlConnectionStateStore } from '../adapters/storage/budget/kore-connection-store.ts'
import type { ConnectionGateway } from '../features/connection/ports.ts'
import type { FeatureParts } from './compose-parts.ts'
import { composeSecrets } from './compose-secrets.ts'
import type { Upstream } from './connect.ts'
import { shareConnection } from './shared-connection.ts'

const time = (at: number | null) => (at === null ? null : new Date(at).toISOString())

const sentence = (reason: Message | null) => (reason === null ? null : englishText(reason))

/** The calls to Kore.ai with their budget, and the state of the connection on all replicas. */
export async function composeConnection(parts: FeatureParts, onChanged: () => void) {
  const { stores, upstream, clock } = parts
  const { db } = parts.storage
  const key = budgetKey(upstream.settings)
  const shared = shareConnection({ store: createSqlConnectionStateStore(db, key), clock, onChanged })
  const secrets = await composeSecrets({
    ...parts,
    settings: upstream.settings,
    signingKeyId: parts.auditHeads.keyId,
    keys: stores.keysSeen,
    audit: stores.auditLog,
  })
  const gateway = createKoreGateway({
    settings: upstream.settings,
    secret: secrets,
    ledger: createSqlBudgetLedger(db, key),
    batches: createSqlBatchLedger(db, key),
    clock,
    onCall: parts.metrics.koreCall,
    onLearned: shared.learned,
  })
  parts.shutdown.add('the connection', () => gateway.close())
  const held = async () => {
    if ((await stores.holds.current()) !== null) return message('blocked.held')
    return (await stores.stopSwitch.read()) === null ? null : message('blocked.stopped')
  }
  const keys = () => secrets.list(gateway.secretSlot())
  return {
    gateway,
    /** States of an earlier start no longer count. */
    forgetStates: () => shared.forget(),
    screen: (onAccepted: () => Promise<void>) =>
      connectionGateway(gateway, upstream, { complete: shared.complete, keys, held, onAccepted }),
  }
}

/** The connection as its screen shows and tests it. */
function connectionGateway(
  gateway: KoreGateway,
  upstream: Upstream,
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
    const known = await complete(await gateway.state())
    const blocked = (await held()) ?? jobsBlocked(known.breaker, known.endpoints)
    return { ...upstreamFacts(upstream), ...stateFacts(known, blocked), keys: await keys() }
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

/** The connection's settings, without the secret. */
const upstreamFacts = ({ settings, environment, isBuiltIn }: Upstream) => ({
  host: new URL(settings.host).host,
  clientId: settings.clientId,
  environment,
  isBuiltIn,
  jtiEnforced: settings.enforceJti,
  jweEncrypted: settings.jweKey !== null,
  batchSize: settings.batchSize,
})

function stateFacts(
  { breaker, endpoints, nextJobCallAt, perMinute, perHour, byFiveMinutes }: ConnectionState,
  blocked: Message | null,
) {
  const refusal = credentialRefusal(breaker, endpoints)
  return {
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
    breaker: {
      open: breaker !== null,
      reason: sentence(breaker?.reason ?? null),
      reasonMessage: breaker?.reason ?? null,
      since: time(breaker?.since ?? null),
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
