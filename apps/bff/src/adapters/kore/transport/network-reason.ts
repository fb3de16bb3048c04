import { editDistance } from '@muster/core/text/edit-distance'
import { koreHosts } from '@muster/kore-api/hosts'

/** Why a call got no response, as a sentence, and whether waiting can help. */
export interface NetworkReason {
  readonly sentence: string
  readonly isPersistent: boolean
}

interface Failure {
  readonly code: string | null
  readonly message: string
}

const certificate: Readonly<Record<string, string>> = {
  SELF_SIGNED_CERT_IN_CHAIN: 'is signed by an authority this machine does not know',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'is signed by an authority this machine does not know',
  UNABLE_TO_GET_ISSUER_CERT: 'is signed by an authority this machine does not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'is signed by an authority this machine does not know',
  CERT_HAS_EXPIRED: 'has expired, or the clock of this machine is wrong',
  CERT_NOT_YET_VALID: 'is not valid yet, or the clock of this machine is wrong',
  CERT_REVOKED: 'was revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for another name',
}

interface Target {
  readonly hostname: string
  readonly port: string
  readonly message: string
}

const unknownName = ({ hostname, message }: Target): string => unknownHost(hostname, message)
const unreachable = ({ hostname }: Target): string =>
  `${hostname} cannot be reached. Check that a firewall lets Muster out, or set HTTPS_PROXY if your network has a proxy.`
const noTls = ({ hostname }: Target): string => `${hostname} does not speak TLS on this port. Check KORE_HOST.`

const sentences: Readonly<Record<string, (target: Target) => string>> = {
  ENOTFOUND: unknownName,
  EAI_NONAME: unknownName,
  EAI_NODATA: unknownName,
  EAI_AGAIN: ({ hostname }) =>
    `The name ${hostname} could not be looked up: the DNS of this machine does not respond. Check its network.`,
  ECONNREFUSED: ({ hostname, port }) =>
    `${hostname} does not respond on port ${port}. Check KORE_HOST, and that a firewall lets Muster out.`,
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
export function networkReason(origin: string, proxyUrl: string | null, { code, message }: Failure): NetworkReason {
  const { hostname, port, protocol } = new URL(origin)
  const atProxy = proxyFailure(proxyUrl, { code, message })
  if (atProxy !== null) return { sentence: atProxy, isPersistent: false }
  const flaw = code === null ? undefined : certificate[code]
  if (flaw !== undefined) {
    const fix = 'If your network uses its own certificate authority, set KORE_CA_FILE to its file.'
    return { sentence: `The TLS certificate of ${hostname} ${flaw}. ${fix}`, isPersistent: true }
  }
  const proxyStatus = /Proxy response \((\d{3})\)/.exec(message)?.[1]
  if (proxyStatus !== undefined) {
    const why = proxyStatus === '407' ? 'requires a user name and password' : `responded with HTTP ${proxyStatus}`
    const sentence = `The proxy named in HTTPS_PROXY ${why}. Check HTTPS_PROXY, or add ${hostname} to NO_PROXY.`
    return { sentence, isPersistent: true }
  }
  const known = code === null ? undefined : sentences[code]
  const target = { hostname, port: port === '' ? (protocol === 'http:' ? '80' : '443') : port, message }
  const sentence = known?.(target) ?? (code === null ? message : `${code}: ${message}`).slice(0, 300)
  return { sentence, isPersistent: code !== null && persistentCodes.has(code) }
}

/** Whether the proxy itself cannot be reached, by the address in the message or by the code. */
function proxyFailure(proxyUrl: string | null, { code, message }: Failure): string | null {
  if (proxyUrl === null) return null
  const { hostname, port, protocol } = new URL(proxyUrl)
  const proxyPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port
  const isProxy = code?.startsWith('UND_ERR_PRX') === true || message.includes(`:${proxyPort}`)
  return isProxy
    ? `The proxy ${hostname}:${proxyPort} named in HTTPS_PROXY cannot be reached. Check HTTPS_PROXY.`
    : null
}

function unknownHost(hostname: string, message: string): string {
  const name = /getaddrinfo \w+ (\S+)/.exec(message)?.[1]
  if (name !== undefined && name !== hostname) {
    return `There is no host ${name}, which HTTPS_PROXY names as the proxy. Check HTTPS_PROXY.`
  }
  const nearest = nearestHost(hostname)
  const hint = nearest === null ? '' : ` Did you mean ${nearest}?`
  return `There is no host ${hostname}.${hint} Set KORE_HOST to the host of your Kore.ai console and restart Muster.`
}

/** Kore.ai's host that a mistyped one resembles, or null. */
export function nearestHost(hostname: string): string | null {
  const [first] = koreHosts
    .map((host) => ({ host, edits: editDistance(hostname.toLowerCase().slice(0, 100), host) }))
    .toSorted((one, other) => one.edits - other.edits)
  return first !== undefined && first.edits > 0 && first.edits <= 4 ? first.host : null
}
