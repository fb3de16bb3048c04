import { expect, test } from 'vitest'
import { addressKind } from './address-kind.ts'
import { parseKoreHost } from './parse-kore-host.ts'

const accepted: readonly (readonly [string, string])[] = [
  ['platform.kore.ai', 'https://platform.kore.ai'],
  ['https://bots.kore.ai', 'https://bots.kore.ai'],
  ['https://bots.kore.ai/', 'https://bots.kore.ai'],
  ['https://bots.kore.ai/api', 'https://bots.kore.ai'],
  ['https://bots.kore.ai/api/', 'https://bots.kore.ai'],
  ['https://bots.kore.ai/api/public', 'https://bots.kore.ai'],
  ['bots.kore.ai/api', 'https://bots.kore.ai'],
  ['  HTTPS://Jp-Platform.Kore.AI  ', 'https://jp-platform.kore.ai'],
  ['https://bots.kore.ai:443', 'https://bots.kore.ai'],
  ['kore.example.org:8443', 'https://kore.example.org:8443'],
  ['https://xn--kre-0na.ai', 'https://xn--kre-0na.ai'],
  ['https://kore.corp.internal', 'https://kore.corp.internal'],
  ['kore.internal:8443', 'https://kore.internal:8443'],
  ['https://10.20.30.40', 'https://10.20.30.40'],
  ['https://[fd12::5]:8443', 'https://[fd12::5]:8443'],
  ['http://localhost:4010', 'http://localhost:4010'],
  ['http://127.0.0.1:4010/api', 'http://127.0.0.1:4010'],
  ['http://[::1]:4010', 'http://[::1]:4010'],
  ['http://127.0.0.1:80', 'http://127.0.0.1'],
]

test.each(accepted)('the host %j is read as %s', (input, origin) => {
  expect(parseKoreHost(input)).toEqual({ ok: true, origin })
})

const refused = [
  '',
  '   ',
  'https://',
  'http://bots.kore.ai',
  'http://10.0.0.1',
  'http://localhost.evil.example',
  'ftp://bots.kore.ai',
  'file:///etc/passwd',
  'gopher://bots.kore.ai',
  '//bots.kore.ai',
  'https:bots.kore.ai',
  'https:///bots.kore.ai',
  'https://user@bots.kore.ai',
  'https://user:pass@bots.kore.ai',
  'https://bots.kore.ai@evil.example',
  'https://evil.example#@bots.kore.ai',
  'https://evil.example#bots.kore.ai',
  'https://evil.example?bots.kore.ai',
  'https://evil.example\\bots.kore.ai',
  'https:\\\\bots.kore.ai',
  'https://bots.kore.ai/api/../admin',
  'https://bots.kore.ai/other',
  'https://bots.kore.ai/%61pi',
  'https://bots.kore.ai/api?x=1',
  'https://bots.kore.ai\r\nX: y',
  'https://bots.kore.ai\u0000',
  'bots. kore.ai',
  'https://bots.kore.ai:0',
  'https://bots.kore.ai:65536',
  'https://bots.kore.ai:99999999',
  'https://bots.kore.ai:80:80',
  'https://bots.kore.ai:',
  'https://bots.kore.ai:8a',
  'https://bots.kore.ai.',
  'https://.kore.ai',
  'https://bots..kore.ai',
  'https://-bots.kore.ai',
  'https://bоts.kore.ai',
  'https://bots。kore.ai',
  'https://ｂots.kore.ai',
  'https://bots.kore.ai\u200b',
  'https://0',
  'https://0.0.0.0',
  'https://0x7f000001',
  'https://0x7f.1',
  'https://2130706433',
  'https://017700000001',
  'https://0177.0.0.1',
  'https://127.1',
  'https://127.0.0.1.',
  'https://1.2.3.4.5',
  'https://256.256.256.256',
  'https://169.254.169.254',
  'https://169.254.0.1',
  'https://0xa9fea9fe',
  'https://2852039166',
  'https://100.100.100.200',
  'https://224.0.0.1',
  'https://255.255.255.255',
  'https://metadata',
  'https://metadata.google.internal',
  'https://metadata.google.internal.',
  'https://instance-data',
  'https://metadata.internal',
  'https://instance-data.ec2.internal',
  'https://[::]',
  'https://[::ffff:127.0.0.1]',
  'https://[::ffff:a9fe:a9fe]',
  'https://[fe80::1]',
  'https://[fe80::1%25eth0]',
  'https://[fd00:ec2::254]',
  'https://[fd20:ce::254]',
  'https://[ff02::1]',
  'https://[64:ff9b::a9fe:a9fe]',
  'https://[::1',
  'https://[::1]x',
  'https://::1',
  'https://kore.123',
  `https://${'a'.repeat(64)}.kore.ai`,
  `https://${'a.'.repeat(150)}ai`,
  'https://*.kore.ai',
  "https://kore.ai'",
  'javascript:alert(1)',
]

test.each(refused)('the host %j is refused with a sentence', (input) => {
  const parsed = parseKoreHost(input)
  expect(parsed).toMatchObject({ ok: false })
  expect(parsed.ok ? '' : parsed.reason).toMatch(/^[A-Z].*\.$/)
})

test('the tables have at least 80 cases', () => {
  expect(accepted.length + refused.length).toBeGreaterThanOrEqual(80)
})

test.each([
  ['127.8.8.8', 'loopback'],
  ['::1', 'loopback'],
  ['::ffff:10.0.0.1', 'mapped'],
  ['169.254.169.254', 'forbidden'],
  ['192.0.0.192', 'forbidden'],
  ['168.63.129.16', 'forbidden'],
  ['fe80::1', 'forbidden'],
  ['fd00:ec2::23', 'forbidden'],
  ['fd20:ce:0::254', 'forbidden'],
  ['fd00:c1::a9fe:a9fe', 'forbidden'],
  ['fd00:100::100:200', 'forbidden'],
  ['fd00:42::42', 'forbidden'],
  ['fd00:a9fe:a9fe::1', 'forbidden'],
  ['fd20:ce::253', 'ordinary'],
  ['fd12:3456:789a::1', 'ordinary'],
  ['10.0.0.1', 'ordinary'],
  ['2606:4700::1111', 'ordinary'],
] as const)('the address %s is %s', (address, kind) => {
  expect(addressKind(address)).toBe(kind)
})

test('plain http leaves this machine for a declared sandbox only', () => {
  expect(parseKoreHost('http://sandbox:4010', { isSandbox: true })).toEqual({ ok: true, origin: 'http://sandbox:4010' })
  expect(parseKoreHost('http://sandbox:4010')).toMatchObject({ ok: false })
  expect(parseKoreHost('http://169.254.169.254', { isSandbox: true })).toMatchObject({ ok: false })
})
