import { describe, expect, it } from 'vitest'
import { correctedIdentifier, waysToName } from './corrected-identifier.ts'

const org = { by: 'orgUserId', value: 'E-17' } as const
const channel = { by: 'channelUserId', value: '123456', channelId: 'slack' } as const

describe('correctedIdentifier', () => {
  it('waits while nothing, or what it was, is written', () => {
    expect(correctedIdentifier(org, 'orgUserId', ' E-17 ')).toBeNull()
    expect(correctedIdentifier(org, 'email', '  ')).toBeNull()
  })
  it('corrects the id, or names the person by an address instead', () => {
    expect(correctedIdentifier(org, 'orgUserId', 'E-18')).toEqual({ by: 'orgUserId', value: 'E-18' })
    expect(correctedIdentifier(org, 'email', ' ana@example.com')).toEqual({ by: 'email', value: 'ana@example.com' })
  })
  it('keeps the channel of a channel identity, and makes none up', () => {
    expect(correctedIdentifier(channel, 'channelUserId', '7')).toEqual({ ...channel, value: '7' })
    expect(correctedIdentifier(org, 'channelUserId', '7')).toBeNull()
    expect(waysToName('channelUserId')).toContain('channelUserId')
    expect(waysToName('email')).not.toContain('channelUserId')
  })
})
