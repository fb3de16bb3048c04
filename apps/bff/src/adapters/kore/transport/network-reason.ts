import { editDistance } from '@muster/core/text/edit-distance'
import type { Message } from '@muster/core/text/message'
import { koreHosts } from '@muster/kore-api/hosts'
import { message } from '@muster/wording/message'
import { proxyOf } from './proxy-of.ts'
import type { KoreNetwork } from './settings.ts'
import { stopCodes } from './wire-result.ts'

/** Why a call got no response, and whether waiting can help. */
export interface NetworkReason {
  readonly reason: Message
  readonly isPersistent: boolean
}

interface Failure {
  readonly code: string | null
  readonly message: string
}

type CertificateCode =
  | 'network.authority_unknown'
  | 'network.self_signed'
  | 'network.certificate_expired'
  | 'network.certificate_early'
  | 'network.certificate_revoked'
  | 'network.certificate_name'

const certificate: ReadonlyMap<string | null, CertificateCode> = new Map([
  ['SELF_SIGNED_CERT_IN_CHAIN', 'network.authority_unknown'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'network.self_signed'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'network.authority_unknown'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'network.authority_unknown'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'network.authority_unknown'],
  ['CERT_HAS_EXPIRED', 'network.certificate_expired'],
  ['CERT_NOT_YET_VALID', 'network.certificate_early'],
  ['CERT_REVOKED', 'network.certificate_revoked'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'network.certificate_name'],
])

interface Target {
  readonly hostname: string
  readonly port: string
}

const unknownName = ({ hostname }: Target): Message => unknownHost(hostname)
const unreachable = ({ hostname: host }: Target): Message => message('network.unreachable', { host })
const late = ({ hostname: host }: Target): Message => message('network.late_response', { host })
const noTls = ({ hostname: host }: Target): Message => message('network.no_tls', { host })

const reasons: Readonly<Record<string, (target: Target) => Message>> = {
  ENOTFOUND: unknownName,
  EAI_NONAME: unknownName,
  EAI_NODATA: unknownName,
  EAI_AGAIN: ({ hostname: host }) => message('network.dns', { host }),
  ECONNREFUSED: ({ hostname: host, port }) => message('network.no_response', { host, port }),
  ETIMEDOUT: unreachable,
  UND_ERR_CONNECT_TIMEOUT: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  UND_ERR_HEADERS_TIMEOUT: late,
  UND_ERR_BODY_TIMEOUT: late,
  [stopCodes.late]: late,
  [stopCodes.large]: ({ hostname: host }) => message('network.large_response', { host }),
  [stopCodes.canceled]: () => message('kore.interrupted'),
  EPROTO: noTls,
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
}

/** Failures that only a change of settings can fix. */
const persistentCodes = new Set(['ENOTFOUND', 'EAI_NONAME', 'EAI_NODATA', 'EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER'])

/** Explains a network failure of a call to `origin`. Codes it does not know keep their own message. */
export function networkReason(
  origin: string,
  network: Pick<KoreNetwork, 'proxyUrl' | 'noProxy'>,
  failure: Failure,
): NetworkReason {
  const proxy = proxyOf(origin, network)
  const atProxy = proxy === null ? null : proxyFailure(proxy, failure)
  if (atProxy !== null) return atProxy
  const { code, message: words } = failure
  const { hostname, port, protocol } = new URL(origin)
  const flaw = certificate.get(code)
  if (flaw !== undefined) return { reason: message(flaw, { host: certified(hostname, proxy) }), isPersistent: true }
  const status = /Proxy response \((\d{3})\)/.exec(words)?.[1]
  if (status !== undefined) {
    const host = hostname
    const reason =
      status === '407' ? message('network.proxy_password', { host }) : message('network.proxy_status', { host, status })
    return { reason, isPersistent: true }
  }
  const known = code === null ? undefined : reasons[code]
  const target = { hostname, port: port === '' ? (protocol === 'http:' ? '80' : '443') : port }
  const reason =
    known?.(target) ?? message('kore.words', { words: (code === null ? words : `${code}: ${words}`).slice(0, 300) })
  return { reason, isPersistent: code !== null && persistentCodes.has(code) }
}

/** Both have certificates where the proxy itself is reached by TLS, and the error does not tell whose it is. */
const certified = (host: string, proxy: URL | null): string | Message =>
  proxy?.protocol === 'https:' ? message('network.host_or_proxy', { host, proxy: proxy.hostname }) : host

/** Connections are opened to the proxy, which looks the host up and connects to it: these failures are its own. */
const connecting = new Set([
  'ECONNREFUSED',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_PRX_CONN',
])
const unknownNames = new Set(['ENOTFOUND', 'EAI_NONAME', 'EAI_NODATA'])

function proxyFailure({ hostname: host, port, protocol }: URL, { code }: Failure): NetworkReason | null {
  if (code === null) return null
  if (unknownNames.has(code)) return { reason: message('network.proxy_unknown', { host }), isPersistent: true }
  if (code === 'EAI_AGAIN') return { reason: message('network.dns', { host }), isPersistent: false }
  if (code === 'UND_ERR_PRX_TLS') return { reason: message('network.certificate_name', { host }), isPersistent: true }
  if (!connecting.has(code)) return null
  const proxyPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port
  return { reason: message('network.proxy_unreachable', { host, port: proxyPort }), isPersistent: false }
}

function unknownHost(hostname: string): Message {
  const nearest = nearestHost(hostname)
  return nearest === null
    ? message('network.unknown_host', { host: hostname })
    : message('network.unknown_host_nearest', { host: hostname, nearest })
}

/** Kore.ai's host that a mistyped one resembles, or null. */
export function nearestHost(hostname: string): string | null {
  const [first] = koreHosts
    .map((host) => ({ host, edits: editDistance(hostname.toLowerCase().slice(0, 100), host) }))
    .toSorted((one, other) => one.edits - other.edits)
  return first !== undefined && first.edits > 0 && first.edits <= 4 ? first.host : null
}
