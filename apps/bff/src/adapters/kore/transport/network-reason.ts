import { editDistance } from '@muster/core/text/edit-distance'
import type { Message } from '@muster/core/text/message'
import { koreHosts } from '@muster/kore-api/hosts'
import { message } from '@muster/wording/message'

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
  readonly words: string
}

const unknownName = ({ hostname, words }: Target): Message => unknownHost(hostname, words)
const unreachable = ({ hostname: host }: Target): Message => message('network.unreachable', { host })
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
  EPROTO: noTls,
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
}

/** Failures that only a change of settings can fix. */
const persistentCodes = new Set(['ENOTFOUND', 'EAI_NONAME', 'EAI_NODATA', 'EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER'])

/** Explains a network failure of a call to `origin`. Codes it does not know keep their own message. */
export function networkReason(
  origin: string,
  proxyUrl: string | null,
  { code, message: words }: Failure,
): NetworkReason {
  const { hostname, port, protocol } = new URL(origin)
  const atProxy = proxyFailure(proxyUrl, { code, message: words })
  if (atProxy !== null) return { reason: atProxy, isPersistent: false }
  const flaw = certificate.get(code)
  if (flaw !== undefined) return { reason: message(flaw, { host: hostname }), isPersistent: true }
  const status = /Proxy response \((\d{3})\)/.exec(words)?.[1]
  if (status !== undefined) {
    const host = hostname
    const reason =
      status === '407' ? message('network.proxy_password', { host }) : message('network.proxy_status', { host, status })
    return { reason, isPersistent: true }
  }
  const known = code === null ? undefined : reasons[code]
  const target = { hostname, port: port === '' ? (protocol === 'http:' ? '80' : '443') : port, words }
  const reason =
    known?.(target) ?? message('kore.words', { words: (code === null ? words : `${code}: ${words}`).slice(0, 300) })
  return { reason, isPersistent: code !== null && persistentCodes.has(code) }
}

/** Whether the proxy itself cannot be reached, by the address in the message or by the code. */
function proxyFailure(proxyUrl: string | null, { code, message: words }: Failure): Message | null {
  if (proxyUrl === null) return null
  const { hostname, port, protocol } = new URL(proxyUrl)
  const proxyPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port
  const isProxy = code?.startsWith('UND_ERR_PRX') === true || words.includes(`:${proxyPort}`)
  return isProxy ? message('network.proxy_unreachable', { host: hostname, port: proxyPort }) : null
}

function unknownHost(hostname: string, words: string): Message {
  const name = /getaddrinfo \w+ (\S+)/.exec(words)?.[1]
  if (name !== undefined && name !== hostname) return message('network.proxy_unknown', { host: name })
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
