import { lookup as dnsLookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { message } from '@muster/wording/message'
import type { Dispatcher } from 'undici'
import { OutboundError } from '../../features/notices/ports.ts'
import { addressKind } from '../kore/transport/address-kind.ts'
import { createDispatcher } from '../kore/transport/create-dispatcher.ts'
import { networkReason } from '../kore/transport/network-reason.ts'
import type { KoreNetwork } from '../kore/transport/settings.ts'

const privateRanges = new BlockList()
for (const [net, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['198.18.0.0', 15],
] as const)
  privateRanges.addSubnet(net, bits, 'ipv4')
privateRanges.addSubnet('fc00::', 7, 'ipv6')

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '')
const isOwnMachine = (hostname: string) => hostname === 'localhost' || addressKind(bare(hostname)) === 'loopback'

export interface AddressRules {
  /** Private ranges are reachable, as for a receiver in the own network. */
  readonly allowPrivate: boolean
}

/** Whether a request may go to this address: never to metadata services, and to this machine only by its own names. */
export function isAllowedAddress(address: string, hostname: string, { allowPrivate }: AddressRules): boolean {
  const kind = addressKind(address)
  if (kind === 'loopback') return isOwnMachine(hostname)
  if (kind !== 'ordinary') return false
  return allowPrivate || !privateRanges.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

class ForbiddenAddressError extends Error {}

/** Resolves a name once, for the connection that follows, and refuses it if any of its addresses is not allowed. */
export function guardedLookup(hostname: string, rules: AddressRules): LookupFunction {
  return (name, options, callback) => {
    dnsLookup(name, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error !== null) callback(error, '', 0)
      else if (first === undefined || !addresses.every(({ address }) => isAllowedAddress(address, hostname, rules)))
        callback(new ForbiddenAddressError(`${name} resolves to an address that is not allowed`), '', 0)
      else if (options.all === true) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}

/** Refuses an address that is written in the URL: no lookup happens for it. */
export function checkLiteral(hostname: string, rules: AddressRules): void {
  const address = bare(hostname)
  if (isIP(address) !== 0 && !isAllowedAddress(address, hostname, rules))
    throw new OutboundError(message('outbound.address', { host: hostname }))
}

const timeoutMs = 10_000
/** Bytes of a response that are read, to keep the connection. */
const maxResponseBytes = 64 * 1024

export interface OutboundRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface OutboundClient {
  /** Posts a body. Throws `OutboundError` unless the response is 2xx. */
  post(url: URL, request: OutboundRequest, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** Posts to the configured addresses: no redirects, checked addresses, the proxy and authorities of the Kore.ai connection. */
export function createOutboundClient(network: KoreNetwork, rules: AddressRules): OutboundClient {
  const pools = new Map<string, Dispatcher>()
  const poolOf = ({ origin, hostname }: URL) => {
    const pool =
      pools.get(origin) ??
      createDispatcher(origin, network, {
        connections: 4,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        connectTimeout: 5_000,
        lookup: guardedLookup(hostname, rules),
      })
    pools.set(origin, pool)
    return pool
  }
  return {
    post: async (url, { headers, body }, signal) => {
      checkLiteral(url.hostname, rules)
      const { request } = await import('undici')
      const answer = await request(url, {
        dispatcher: poolOf(url),
        method: 'POST',
        headers: { 'user-agent': 'muster', ...headers },
        body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      }).catch((error: unknown) => {
        throw new OutboundError(reasonOf(error, url, network))
      })
      await answer.body.dump({ limit: maxResponseBytes }).catch(() => undefined)
      const { statusCode: status } = answer
      if (status >= 300 && status < 400) throw new OutboundError(message('outbound.redirect', { host: url.host }))
      if (status < 200 || status >= 300) throw new OutboundError(message('outbound.status', { host: url.host, status }))
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()))
    },
  }
}

const isTimeout = (error: unknown) =>
  error instanceof Error && (error.name === 'TimeoutError' || (codeOf(error) ?? '').endsWith('TIMEOUT'))

const codeOf = (error: Error): string | null => ('code' in error && typeof error.code === 'string' ? error.code : null)

/** Why a request or a connection failed, without its path. */
export function reasonOf(error: unknown, url: URL, network: Pick<KoreNetwork, 'proxyUrl' | 'noProxy'>) {
  const { host, hostname } = url
  if (error instanceof OutboundError) return error.reason
  if (error instanceof ForbiddenAddressError) return message('outbound.address', { host: hostname })
  if (!(error instanceof Error) || isTimeout(error)) return message('outbound.timeout', { host })
  const origin = `${/^(https|syslog\+tls):$/.test(url.protocol) ? 'https' : 'http'}://${host}`
  return networkReason(origin, network, { code: codeOf(error), message: error.message.slice(0, 200) }).reason
}
