import type { Clock } from '../../clock.ts'
import type { KoreWriter } from '../../engine/kore-ports.ts'
import type { AccountReader } from '../../features/directory/ports.ts'
import type { BatchLedger, BudgetLedger, KorePassThrough } from '../../features/kore/ports.ts'
import { createBatchSizes } from './batch/batch-sizes.ts'
import { createBreaker, type OpenState } from './budget/breaker.ts'
import { createBudgetStore } from './budget/budget-store.ts'
import { createLimiter, type Limiter, unlimited, windowsOf } from './budget/limiter.ts'
import { createEndpointLog, type EndpointReport } from './gate/endpoint-log.ts'
import { createGate } from './gate/gate.ts'
import type { TimedCall } from './gate/gate-call.ts'
import { createAccountReader } from './read/account-reader.ts'
import { probeReads } from './read/probe-reads.ts'
import { createKoreClient } from './transport/client.ts'
import { diagnoseRefusal } from './transport/diagnose-refusal.ts'
import { networkReason } from './transport/network-reason.ts'
import { createSecretSlots, type SecretSlot } from './transport/secret-slots.ts'
import type { KoreSettings } from './transport/settings.ts'
import { createSigner } from './transport/signer.ts'
import { createKoreWriter } from './write/kore-writer.ts'
import { createPassThrough } from './write/pass-through.ts'

/** The connection as its screen shows it. Times are wall-clock milliseconds. */
export interface ConnectionState {
  readonly perMinute: { readonly limit: number; readonly used: number }
  readonly perHour: { readonly limit: number; readonly used: number }
  /** Calls of the last hour by five minutes, oldest first; empty without a limit. */
  readonly byFiveMinutes: readonly number[]
  /** When a job may call again; null if it may call now. */
  readonly nextJobCallAt: number | null
  readonly breaker: OpenState | null
  readonly endpoints: readonly EndpointReport[]
}

export interface KoreGateway {
  readonly writer: KoreWriter
  readonly reader: AccountReader
  readonly passThrough: KorePassThrough
  /** Tries each read endpoint once in the interactive lane, regardless of earlier calls. Other results are in `state()`. */
  probe(signal: AbortSignal): ReturnType<typeof probeReads>
  state(): Promise<ConnectionState>
  /** The client secret that signs now. */
  secretSlot(): SecretSlot
  close(): Promise<void>
}

interface GatewayOptions {
  readonly settings: KoreSettings
  readonly ledger: BudgetLedger
  readonly batches: BatchLedger
  readonly clock: Clock
  readonly onCall?: (call: TimedCall) => void
  /** Of two client secrets the one to begin with, and what to do when Kore.ai accepts the other. */
  readonly secret?: { readonly first: SecretSlot; readonly onSwitched: (slot: SecretSlot) => void }
  /** Called with the state of the connection after each call. */
  readonly onLearned?: (known: Pick<ConnectionState, 'breaker' | 'endpoints'>) => void
}

function limiterOf({ settings, ledger, clock }: GatewayOptions): Limiter {
  if (settings.ratePerMinute <= 0 || settings.ratePerHour <= 0) return unlimited
  return createLimiter({ store: createBudgetStore(ledger), clock, windows: windowsOf(settings), random: Math.random })
}

const budgetState = (settings: KoreSettings, usage: Awaited<ReturnType<Limiter['usage']>>, clock: Clock) => ({
  perMinute: { limit: settings.ratePerMinute, used: usage.minuteUsed },
  perHour: { limit: settings.ratePerHour, used: usage.hourUsed },
  byFiveMinutes: usage.byFiveMinutes,
  nextJobCallAt: usage.jobWaitMs > 0 ? clock.now() + usage.jobWaitMs : null,
})

/** All communication with one Kore.ai account. `ledger` and `batches` are shared by all replicas of the account. */
export function createKoreGateway(options: GatewayOptions): KoreGateway {
  const { settings, clock } = options
  const client = createKoreClient(settings.host, settings.timeouts, settings.network)
  const breaker = createBreaker(clock)
  const signing = { enforceJti: settings.enforceJti, hasJweKey: settings.jweKey !== null }
  const endpoints = createEndpointLog((refusal, at) => diagnoseRefusal(refusal, { ...at, signing }))
  const limiter = limiterOf(options)
  const signer = createSigner(settings, clock)
  const hasNext = (settings.nextSecret ?? null) !== null
  const secrets = createSecretSlots({ hasNext, first: options.secret?.first, onSwitched: options.secret?.onSwitched })
  const { host, network } = settings
  const explain = (failure: { code: string | null; message: string }) => networkReason(host, network, failure)
  const known = () => ({ breaker: breaker.state(), endpoints: endpoints.all() })
  const onLearned = () => options.onLearned?.(known())
  const { onCall } = options
  const gate = createGate({ client, signer, secrets, limiter, breaker, endpoints, clock, explain, onCall, onLearned })
  const sizes = createBatchSizes({ ledger: options.batches, clock, ceiling: settings.batchSize })
  return {
    writer: createKoreWriter({ gate, sizes, clock }, () => breaker.allowCredentialCheck()),
    reader: createAccountReader(gate, sizes),
    passThrough: createPassThrough(gate),
    probe: (signal) => {
      breaker.allowCredentialCheck()
      breaker.probeNow()
      return probeReads(gate, signal)
    },
    state: async () => ({ ...budgetState(settings, await limiter.usage(), clock), ...known() }),
    secretSlot: () => secrets.active(),
    close: async () => {
      await sizes.close()
      await client.close()
    },
  }
}

/** The key of the shared budget: Kore.ai counts by account, and an app belongs to one. */
export function budgetKey(settings: Pick<KoreSettings, 'host' | 'clientId'>): string {
  return `${settings.host} ${settings.clientId}`
}
