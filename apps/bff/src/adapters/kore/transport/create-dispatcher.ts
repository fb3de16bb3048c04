import { createRequire } from 'node:module'
import type { LookupFunction } from 'node:net'
import { getCACertificates } from 'node:tls'
import type { Dispatcher, Pool } from 'undici'
import { proxyOf } from './proxy-of.ts'
import type { KoreNetwork } from './settings.ts'

const load = createRequire(import.meta.url)

/** Without the rest of its package, a web client and test doubles of 12 MB. */
const ConnectionPool: typeof Pool = load('undici/lib/dispatcher/pool.js')

interface DispatcherOptions extends Omit<Pool.Options, 'connect'> {
  /** Milliseconds until a connection is open. */
  readonly connectTimeout: number
  /** Resolves and checks the host, unless a proxy does. */
  readonly lookup: LookupFunction
}

/** Connections to one origin, by the proxy and the authorities of the network. */
export function createDispatcher(
  origin: string,
  network: KoreNetwork,
  { connectTimeout, lookup, ...pool }: DispatcherOptions,
): Dispatcher {
  const trusted = network.extraCa === null ? {} : { ca: [...getCACertificates('default'), network.extraCa] }
  const tls = { timeout: connectTimeout, ...trusted }
  const options = { ...pool, connect: { ...tls, lookup } }
  const proxy = proxyOf(origin, network)
  if (proxy === null) return new ConnectionPool(origin, options)
  // A connection through a proxy needs more of the package than the pool does.
  const { EnvHttpProxyAgent }: typeof import('undici') = load('undici')
  // The proxy resolves the host; its own address is the operator's choice.
  return new EnvHttpProxyAgent({
    ...options,
    httpProxy: '',
    httpsProxy: proxy.href,
    noProxy: '',
    requestTls: tls,
    proxyTls: tls,
  })
}
