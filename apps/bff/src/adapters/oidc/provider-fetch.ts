import { isIP } from 'node:net'
import { getCACertificates } from 'node:tls'
import { EnvHttpProxyAgent, fetch } from 'undici'
import { addressKind } from '../kore/transport/address-kind.ts'
import { checkedLookup } from '../kore/transport/checked-lookup.ts'
import type { KoreNetwork } from '../kore/transport/settings.ts'

/** Maximum bytes of a response: metadata, keys, tokens and user info are a few kilobytes. */
const maxBytes = 256 * 1024

/** A response that did not come, or not within the limits of size and time. Everything else is a response to judge. */
export class ProviderUnreachable extends Error {
  override readonly name = 'ProviderUnreachable'
}

export interface ProviderRequest {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | null
}

export interface ProviderFetch {
  /** Follows no redirect. Throws `ProviderUnreachable`. */
  send(url: string, request: ProviderRequest): Promise<Response>
  close(): Promise<void>
}

async function readCapped(body: AsyncIterable<Uint8Array> | null): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > maxBytes) throw new ProviderUnreachable(`the response has more than ${maxBytes / 1024} KB`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/**
 * The provider's metadata name addresses, which need not be the provider's. As the issuer, they use TLS; one that is
 * written as a number is not looked up, so it is checked here.
 */
function refuseElsewhere({ protocol, hostname }: URL, provider: URL): void {
  if (protocol !== 'https:' && protocol !== provider.protocol)
    throw new ProviderUnreachable('the metadata name an address without TLS')
  const literal = hostname.replace(/^\[|\]$/g, '')
  if (isIP(literal) !== 0 && hostname !== provider.hostname && addressKind(literal) !== 'ordinary')
    throw new ProviderUnreachable('the metadata name an address that is not allowed')
}

/** HTTP to the identity provider, through the proxy and with the certificate authorities of this network. */
export function createProviderFetch(issuer: string, network: KoreNetwork, timeoutMs: number): ProviderFetch {
  const provider = new URL(issuer)
  const trusted = network.extraCa === null ? {} : { ca: [...getCACertificates('default'), network.extraCa] }
  const tls = { timeout: timeoutMs, ...trusted }
  const dispatcher = new EnvHttpProxyAgent({
    allowH2: false,
    connect: { ...tls, lookup: (name, options, callback) => checkedLookup(name)(name, options, callback) },
    httpProxy: '',
    httpsProxy: network.proxyUrl ?? '',
    noProxy: network.noProxy,
    requestTls: tls,
    proxyTls: tls,
  })
  return {
    send: async (url, { method = 'GET', headers = {}, body = null }) => {
      try {
        refuseElsewhere(new URL(url), provider)
        const signal = AbortSignal.timeout(timeoutMs)
        const response = await fetch(url, { method, headers, body, redirect: 'manual', signal, dispatcher })
        const bytes = await readCapped(response.body)
        const known = [...response.headers].filter(([name]) => name === 'content-type' || name === 'www-authenticate')
        // Only 200 to 599 can be constructed, and 204 and its like only without a body.
        const status = response.status
        return new Response(bytes.length === 0 ? null : bytes, { status, headers: Object.fromEntries(known) })
      } catch (error) {
        if (error instanceof ProviderUnreachable) throw error
        throw new ProviderUnreachable(reasonOf(error), { cause: error })
      }
    },
    close: () => dispatcher.destroy(),
  }
}

/** The innermost reason: `fetch failed` explains nothing. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no response'
  if (error.name === 'TimeoutError') return 'no response in time'
  return error.cause instanceof Error ? error.cause.message : error.message
}
