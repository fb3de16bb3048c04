import { createSecretKey } from 'node:crypto'
import { defaultTimeouts, type KoreSettings } from './adapters/kore/settings.ts'
import { type Config, isLoopback } from './config.ts'

/** The Kore.ai this desk stands before. */
export interface Upstream {
  readonly settings: KoreSettings
  readonly environment: 'sandbox' | 'production'
  /** As people should read it. */
  readonly accountName: string
  stop(): Promise<void>
}

/** People in the sandbox that is started when no Kore.ai is configured. */
const sandboxUsers = 2000

async function openSandbox(limits: Config['limits']): Promise<Upstream> {
  // Loaded only here, so that a desk before a real account never loads it.
  const { startSandbox } = await import('@muster/kore-sandbox')
  const sandbox = await startSandbox({ users: sandboxUsers })
  return {
    settings: {
      host: sandbox.url,
      clientId: sandbox.clientId,
      secret: createSecretKey(Buffer.from(sandbox.clientSecret)),
      ...limits,
      enforceJti: true,
      jweKey: null,
      timeouts: defaultTimeouts,
    },
    environment: 'sandbox',
    accountName: 'Demo account',
    stop: () => sandbox.stop(),
  }
}

/** The configured account, or a sandbox of our own on loopback. */
export async function openUpstream(config: Pick<Config, 'kore' | 'limits'>): Promise<Upstream> {
  if (config.kore === null) return await openSandbox(config.limits)
  const { host, hostname } = new URL(config.kore.host)
  return {
    settings: config.kore,
    environment: isLoopback(hostname) ? 'sandbox' : 'production',
    accountName: host,
    stop: async () => {},
  }
}
