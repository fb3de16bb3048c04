import { BlockList, isIP } from 'node:net'

export type AddressKind = 'loopback' | 'ordinary' | 'mapped' | 'forbidden'

const forbidden = new BlockList()
forbidden.addSubnet('0.0.0.0', 8, 'ipv4')
forbidden.addSubnet('169.254.0.0', 16, 'ipv4')
forbidden.addSubnet('224.0.0.0', 3, 'ipv4')
forbidden.addAddress('100.100.100.200', 'ipv4')
forbidden.addAddress('192.0.0.192', 'ipv4')
forbidden.addAddress('168.63.129.16', 'ipv4')
forbidden.addAddress('::', 'ipv6')
forbidden.addSubnet('fe80::', 10, 'ipv6')
forbidden.addSubnet('ff00::', 8, 'ipv6')
forbidden.addSubnet('fd00:ec2::', 32, 'ipv6')
for (const metadata of ['fd20:ce::254', 'fd00:c1::a9fe:a9fe', 'fd00:100::100:200', 'fd00:42::42', 'fd00:a9fe:a9fe::1'])
  forbidden.addAddress(metadata, 'ipv6')
forbidden.addSubnet('64:ff9b::', 96, 'ipv6')
forbidden.addSubnet('2002::', 16, 'ipv6')

const mapped = new BlockList()
mapped.addSubnet('::ffff:0:0', 96, 'ipv6')

/**
 * Classifies an address. `forbidden`: link-local, unspecified, multicast, cloud metadata services, and IPv4 embedded
 * in IPv6. Private ranges are ordinary: on-premises installations use them.
 */
export function addressKind(address: string): AddressKind {
  const family = isIP(address)
  if (family === 4) {
    if (forbidden.check(address, 'ipv4')) return 'forbidden'
    return address.startsWith('127.') ? 'loopback' : 'ordinary'
  }
  if (family !== 6) return 'ordinary'
  // BlockList compares ::ffff:a.b.c.d with the IPv4 rules too; this refuses the spelling itself.
  if (mapped.check(address, 'ipv6')) return 'mapped'
  if (forbidden.check(address, 'ipv6')) return 'forbidden'
  return loopback6.check(address, 'ipv6') ? 'loopback' : 'ordinary'
}

const loopback6 = new BlockList()
loopback6.addAddress('::1', 'ipv6')
