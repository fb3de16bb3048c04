import { expect, test } from 'vitest'
import type { Identifier } from '../account/user.ts'
import { erasureIdentifier, erasureReadings } from './erasure-identifier.ts'

const id = 'u-0f3a5c1e-1b2c-4d5e-8f90-123456789abc'
const email = (value: string): Identifier => ({ by: 'email', value })
const orgUserId = (value: string): Identifier => ({ by: 'orgUserId', value })
const userId = (value: string): Identifier => ({ by: 'userId', value })
const channelUserId = (value: string, channelId: string | null): Identifier => ({
  by: 'channelUserId',
  value,
  channelId,
})

test.each<[string, Identifier, Identifier]>([
  ['an address as an address', email('ana@example.com'), email('ana@example.com')],
  ['an enterprise ID that is an address as an address', orgUserId('ana@example.com'), email('ana@example.com')],
  ['a user ID as plain text', userId(id), orgUserId(id)],
  ['a channel user ID without its channel as plain text', channelUserId('49170', null), orgUserId('49170')],
  ['a channel user ID with its channel, in lower case', channelUserId('A1', 'SMS'), channelUserId('A1', 'sms')],
])('Kore.ai erases by %s', (_, given, erased) => {
  expect(erasureIdentifier(given)).toEqual(erased)
})

test.each<[string, Identifier, readonly Identifier[]]>([
  ['an address: an enterprise ID', email('ana@example.com'), [orgUserId('ana@example.com')]],
  ['an enterprise ID: an address', orgUserId('E1'), [email('E1')]],
  [
    'an enterprise ID of the form of user IDs: also a user ID, in lower case',
    orgUserId(id.toUpperCase()),
    [email(id.toUpperCase()), userId(id)],
  ],
  ['a user ID: an address or an enterprise ID', userId(id), [email(id), orgUserId(id)]],
  ['a channel user ID: each other kind', channelUserId('49170', null), [email('49170'), orgUserId('49170')]],
  ['a channel user ID with its channel: nothing else', channelUserId('49170', 'sms'), []],
])('an erasure may also match %s', (_, given, readings) => {
  expect(erasureReadings(given)).toEqual(readings)
})
