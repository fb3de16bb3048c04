import { createSecretKey } from 'node:crypto'
import type { Environment } from '@muster/core/environment'
import { defaultTimeouts, directNetwork, type KoreSettings } from '../adapters/kore/transport/settings.ts'
import type { KoreConfig } from '../config/config-kore.ts'

/** The Kore.ai this desk stands before. */
export interface Upstream {
  readonly settings: KoreSettings
  /** As declared by the operator; of the built-in sandbox it is known. */
  readonly environment: Environment
  /** The sandbox that Muster starts where no Kore.ai is configured. */
  readonly isBuiltIn: boolean
  /** As people should read it. */
  readonly accountName: string
  stop(): Promise<void>
}

/** People in the sandbox that is started when no Kore.ai is configured. */
const sandboxUsers = 2000

async function openSandbox({ limits, sandboxLimits }: KoreConfig): Promise<Upstream> {
  // Loaded only here, so that a desk before a real account never loads it.
  const { startSandbox } = await import('@muster/kore-sandbox')
  const sandbox = await startSandbox({ users: sandboxUsers, limits: sandboxLimits })
  return {
    settings: {
      host: sandbox.url,
      clientId: sandbox.clientId,
      secret: createSecretKey(Buffer.from(sandbox.clientSecret)),
      ...limits,
      enforceJti: true,
      jweKey: null,
      timeouts: defaultTimeouts,
      network: directNetwork,
    },
    environment: 'sandbox',
    isBuiltIn: true,
    accountName: 'Demo account',
    stop: () => sandbox.stop(),
  }
}

/** The configured account, or a sandbox of our own on loopback. */
export async function openUpstream(config: KoreConfig): Promise<Upstream> {
  if (config.kore === null) return await openSandbox(config)
  const { host } = new URL(config.kore.host)
  return {
    settings: config.kore,
    environment: config.environment,
    isBuiltIn: false,
    accountName: host,
    stop: async () => {},
  }
}
