import { createSecretKey } from 'node:crypto'
import type { Account } from '@muster/contracts/hold'
import type { Environment } from '@muster/core/environment'
import { defaultTimeouts, directNetwork, type KoreSettings } from '../adapters/kore/transport/settings.ts'
import type { KoreConfig } from '../config/config-kore.ts'
import { startSandboxProcess } from './sandbox-process.ts'

/** The Kore.ai that Muster is connected to. */
export interface Upstream {
  readonly settings: KoreSettings
  /** Declared by the operator; known for the built-in sandbox. */
  readonly environment: Environment
  /** The sandbox that Muster starts if no Kore.ai is configured. */
  readonly isBuiltIn: boolean
  /** Display name. */
  readonly accountName: string
  stop(): Promise<void>
}

/** Users in the built-in sandbox. */
const sandboxUsers = 2000

async function openSandbox({ limits, sandboxLimits }: KoreConfig): Promise<Upstream> {
  const sandbox = await startSandboxProcess({ users: sandboxUsers, limits: sandboxLimits })
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

/** The account of a configuration, as the store records whose data it holds. */
export function accountOf({ kore, environment }: KoreConfig): Account {
  if (kore === null) return { host: 'sandbox', clientId: '', environment, isBuiltIn: true }
  return { host: new URL(kore.host).host, clientId: kore.clientId, environment, isBuiltIn: false }
}

/** The configured account, or a built-in sandbox on loopback. */
export async function connectToKore(config: KoreConfig): Promise<Upstream> {
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
