import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { createClientAddress, networkOf, parseProxies } from './client-address.ts'

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that is read of a socket
const from = (remoteAddress: string, headers: IncomingHttpHeaders) => ({ headers, socket: { remoteAddress } as Socket })
const forwarded = (value: string) => ({ 'x-forwarded-for': value })

test.each<[string | null, string, string, string]>([
  [null, '127.0.0.1', '203.0.113.9', '127.0.0.1'],
  ['127.0.0.1', '127.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['127.0.0.1', '::ffff:127.0.0.1', '::ffff:203.0.113.9', '203.0.113.9'],
  // What a client writes itself comes before what the trusted proxy adds.
  ['127.0.0.1', '127.0.0.1', '1.1.1.1, 203.0.113.9', '203.0.113.9'],
  ['127.0.0.1, 10.0.0.0/8', '127.0.0.1', '1.1.1.1, 203.0.113.9, 10.2.3.4', '203.0.113.9'],
  ['127.0.0.1', '203.0.113.50', '1.1.1.1', '203.0.113.50'],
  ['127.0.0.1', '127.0.0.1', 'unknown', '127.0.0.1'],
  ['127.0.0.1', '127.0.0.1', '', '127.0.0.1'],
  ['fd00::/8', 'fd00::2', '2001:db8::7', '2001:db8::7'],
])('with the proxies %s, %s with "%s" is %s', (proxies, remote, header, expected) => {
  const addressOf = createClientAddress(proxies === null ? null : parseProxies(proxies))
  expect(addressOf(from(remote, forwarded(header)))).toBe(expected)
})

test.each(['proxy', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0.5,', '1.2.3'])('%s is not a proxy', (text) => {
  expect(parseProxies(text)).toBeNull()
})

test('clients of one IPv6 network share a bucket, clients of IPv4 do not', () => {
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
  expect(networkOf('2001:0db8:1:2::9')).toBe('2001:db8:1:2::/64')
  expect(networkOf('2001:db8::9')).toBe('2001:db8:0:0::/64')
  expect(networkOf('::1')).toBe('0:0:0:0::/64')
  expect(networkOf('203.0.113.9')).toBe('203.0.113.9')
})
