import { describe, expect, it } from 'vitest'
import { correctedIdentifier, correctionSchema, offeredKinds } from './corrected-identifier.ts'

const org = { by: 'orgUserId', value: 'E-17' } as const
const channel = { by: 'channelUserId', value: '123456', channelId: 'slack' } as const

describe('correctedIdentifier', () => {
  it('is null for an empty or unchanged value', () => {
    expect(correctedIdentifier(org, 'orgUserId', ' E-17 ')).toBeNull()
    expect(correctedIdentifier(org, 'email', '  ')).toBeNull()
  })
  it('corrects the ID or replaces it by an email', () => {
    expect(correctedIdentifier(org, 'orgUserId', 'E-18')).toEqual({ by: 'orgUserId', value: 'E-18' })
    expect(correctedIdentifier(org, 'email', ' ana@example.com')).toEqual({ by: 'email', value: 'ana@example.com' })
  })
  it('is an error of the value in the form', () => {
    const schema = correctionSchema(org)
    expect(schema.safeParse({ by: 'email', value: 'ana' }).error?.issues.map(({ path }) => path)).toEqual([['value']])
    expect(schema.parse({ by: 'orgUserId', value: 'E-18' })).toEqual({ by: 'orgUserId', value: 'E-18' })
  })
  it('keeps the channel of a channel identity and invents none', () => {
    expect(correctedIdentifier(channel, 'channelUserId', '7')).toEqual({ ...channel, value: '7' })
    expect(correctedIdentifier(org, 'channelUserId', '7')).toBeNull()
    expect(offeredKinds('channelUserId')).toContain('channelUserId')
    expect(offeredKinds('email')).not.toContain('channelUserId')
  })
})
