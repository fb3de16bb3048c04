import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

type Head = Pick<IncomingMessage, 'headers' | 'socket'>
export type ClientAddress = (req: Head) => string

const plain = (address: string) => (/^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(address) ? address.slice(7) : address)
const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** Addresses and ranges (`10.0.0.5`, `172.16.0.0/12`, `fd00::/8`) as a list; null if one of them is neither. */
export function parseProxies(text: string): BlockList | null {
  const list = new BlockList()
  for (const entry of text.split(',').map((one) => one.trim())) {
    const [address = '', bits, ...more] = entry.split('/')
    const most = isIP(address) === 6 ? 128 : 32
    if (isIP(address) === 0 || more.length > 0) return null
    if (bits === undefined) list.addAddress(address, familyOf(address))
    else if (/^\d{1,3}$/.test(bits) && Number(bits) <= most) list.addSubnet(address, Number(bits), familyOf(address))
    else return null
  }
  return list
}

/**
 * The address of a client. `X-Forwarded-For` counts only as far as trusted proxies wrote it: read from its end, up to the
 * first address that is not a trusted proxy. Without trusted proxies it is the address of the connection.
 */
export function createClientAddress(proxies: BlockList | null): ClientAddress {
  const isTrusted = (address: string) => proxies?.check(address, familyOf(address)) ?? false
  return ({ headers, socket }) => {
    let address = plain(socket.remoteAddress ?? 'unknown')
    if (proxies === null || isIP(address) === 0) return address
    const header = headers['x-forwarded-for']
    const hops = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map((hop) => plain(hop.trim()))
    while (isTrusted(address)) {
      const hop = hops.pop() ?? ''
      if (isIP(hop) === 0) break
      address = hop
    }
    return address
  }
}

/** The key of a request bucket: an IPv4 address, or the 64-bit network of an IPv6 client. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? []
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const [left, right] = [groups(head), groups(tail ?? '')]
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const whole = [...left, ...Array.from({ length: zeros }, () => '0'), ...right]
  return `${whole
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
