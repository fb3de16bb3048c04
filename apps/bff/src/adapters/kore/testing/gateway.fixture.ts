import { createSecretKey } from 'node:crypto'
import { type Sandbox, type SandboxOptions, startSandbox } from '@muster/kore-sandbox'
import { afterEach } from 'vitest'
import { type Clock, systemClock } from '../../../clock.ts'
import type { BatchLedger } from '../../../features/kore/ports.ts'
import { createMemoryBatchLedger } from '../batch/memory-batch-ledger.ts'
import { createMemoryBudgetLedger } from '../budget/memory-budget-ledger.ts'
import { createKoreGateway, type KoreGateway } from '../create-kore-gateway.ts'
import { defaultTimeouts, directNetwork, type KoreSettings } from '../transport/settings.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

export const testSecret = 'a secret of thirty-two bytes or more'

/** A gateway on some host, closed after the test. Deadlines are short and the limits are off by default. */
export function gatewayOn(
  host: string,
  more: Partial<KoreSettings> = {},
  clock: Clock = systemClock,
  batches: BatchLedger = createMemoryBatchLedger(),
): KoreGateway {
  const settings: KoreSettings = {
    host,
    clientId: 'cs-test',
    secret: createSecretKey(Buffer.from(testSecret)),
    ratePerMinute: 0,
    ratePerHour: 0,
    batchSize: 50,
    enforceJti: false,
    jweKey: null,
    timeouts: { connect: 500, firstByte: 400, total: 700 },
    network: directNetwork,
    ...more,
  }
  const gateway = createKoreGateway({ settings, ledger: createMemoryBudgetLedger(clock), batches, clock })
  closers.push(() => gateway.close())
  return gateway
}

/** A sandbox and a gateway on it, with production deadlines: a loaded machine must not look like an outage. */
export async function gatewayOnSandbox(
  sandboxOptions: SandboxOptions = {},
  settings: Partial<KoreSettings> = {},
  batches: BatchLedger = createMemoryBatchLedger(),
  clock: Clock = systemClock,
): Promise<{ sandbox: Sandbox; gateway: KoreGateway }> {
  const sandbox = await startSandbox({
    users: 120,
    limits: null,
    clientId: 'cs-test',
    clientSecret: testSecret,
    ...sandboxOptions,
  })
  closers.push(() => sandbox.stop())
  return { sandbox, gateway: gatewayOn(sandbox.url, { timeouts: defaultTimeouts, ...settings }, clock, batches) }
}

export const now = { lane: 'interactive', signal: new AbortController().signal } as const
