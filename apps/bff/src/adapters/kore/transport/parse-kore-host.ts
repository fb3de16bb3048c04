import { isIP } from 'node:net'
import { addressKind } from './address-kind.ts'

export type ParsedHost =
  | { readonly ok: true; readonly origin: string }
  | { readonly ok: false; readonly reason: string }

const refuse = (reason: string): ParsedHost => ({ ok: false, reason })

/** Exact names: a private zone may be called `internal`, and Kore.ai may live there. */
const metadataNames = new Set([
  'metadata',
  'metadata.internal',
  'metadata.google.internal',
  'metadata.goog',
  'metadata.azure.internal',
  'metadata.azure.com',
  'metadata.tencentyun.com',
  'instance-data',
  'instance-data.ec2.internal',
])

/**
 * Parses a Kore.ai host as people write it (`platform.kore.ai`, `https://bots.kore.ai/api/`) into an origin.
 * https only, except plain http to this machine, and to any host where `isSandbox` declares that no real data is there.
 * Refuses anything ambiguous instead of repairing it: the token goes to that host (docs write `https://{{host}}` and define host with its scheme).
 */
export function parseKoreHost(input: string, { isSandbox = false } = {}): ParsedHost {
  const text = input.trim()
  const odd = oddCharacters(text)
  if (odd !== null) return refuse(odd)
  const match = /^(?:(https?):\/\/)?([^/]+)(\/api(?:\/public)?)?\/*$/i.exec(text)
  if (match === null) return refuse('Write only the host, for example "platform.kore.ai": no path but /api, no query.')
  const [, scheme, authority] = match
  if (authority === undefined) return refuse('The host is empty.')
  const split = splitPort(authority)
  if (split === null) return refuse('The port must be a number from 1 to 65535.')
  const name = split.name.toLowerCase()
  const wrong = wrongName(name)
  if (wrong !== null) return refuse(wrong)
  const loopback = isLoopback(name)
  const plain = scheme?.toLowerCase() === 'http'
  if (plain && !loopback && !isSandbox)
    return refuse(
      'Plain http is allowed to this machine only: write https. To a sandbox elsewhere, set KORE_ENVIRONMENT=sandbox.',
    )
  return { ok: true, origin: `${plain ? 'http' : 'https'}://${name}${portSuffix(split.port, plain)}` }
}

function portSuffix(port: number | null, plain: boolean): string {
  return port === null || port === (plain ? 80 : 443) ? '' : `:${port}`
}

function oddCharacters(text: string): string | null {
  if (text === '') return 'The host is empty.'
  if (text.length > 300) return 'The host is longer than a host can be.'
  if (/[^\x21-\x7e]/.test(text))
    return 'The host has blanks, control characters or letters outside ASCII; write an international name in its xn-- form.'
  if (text.includes('@')) return 'The host must not carry a user name or password ("@").'
  if (/[\\?#%,;'"<>`{}|^*$()!&=+~]/.test(text)) return 'The host has a character no host has.'
  return null
}

function splitPort(authority: string): { name: string; port: number | null } | null {
  const match = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::([0-9]{1,5}))?$/i.exec(authority)
  if (match?.[1] === undefined) return null
  if (match[2] === undefined) return { name: match[1], port: null }
  const port = Number(match[2])
  return port >= 1 && port <= 65_535 ? { name: match[1], port } : null
}

function isLoopback(name: string): boolean {
  return name === 'localhost' || addressKind(name.replace(/^\[|\]$/g, '')) === 'loopback'
}

function wrongName(name: string): string | null {
  if (name.startsWith('[')) return wrongAddress(name.slice(1, -1))
  if (isIP(name) === 4) return wrongAddress(name)
  if (/^(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+))*\.?$/.test(name)) {
    return 'This is an address in an unusual spelling: write it as four decimal numbers, or use the name.'
  }
  if (name === 'localhost') return null
  if (metadataNames.has(name)) return 'This name belongs to a machine\u2019s own metadata service.'
  if (name.endsWith('.')) return 'The host ends with a dot.'
  if (name.length > 253 || !name.split('.').every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label))) {
    return 'This is not a host name.'
  }
  const last = name.slice(name.lastIndexOf('.') + 1)
  return /^[0-9]/.test(last) ? 'A host name cannot end in a number.' : null
}

function wrongAddress(address: string): string | null {
  if (isIP(address) === 0) return 'This is not an address.'
  const kind = addressKind(address)
  if (kind === 'mapped') return 'Write an IPv4 address as such, not inside an IPv6 one.'
  if (kind === 'forbidden') {
    return 'This address is link-local, unspecified, multicast or a metadata service: Kore.ai cannot be there.'
  }
  return null
}
