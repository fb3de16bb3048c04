import { describe, expect, it } from 'vitest'
import { parsePasted } from './pasted-identifiers.ts'

const values = (pasted: ReturnType<typeof parsePasted>) => pasted.identifiers.map((identifier) => identifier.value)

describe('parsePasted', () => {
  it.each([
    ['one a line', 'ana@example.com\nben@example.com'],
    ['Windows lines and blank ones', '\r\nana@example.com\r\n\r\nben@example.com\r\n'],
    ['commas, semicolons and blanks', ' ana@example.com, ;ben@example.com '],
    ['a column of a sheet', 'ana@example.com\tben@example.com'],
  ])('reads %s', (_, text) => {
    expect(values(parsePasted('email', text))).toEqual(['ana@example.com', 'ben@example.com'])
  })

  it('counts a duplicate once, ignoring the case of an address', () => {
    const pasted = parsePasted('email', 'ana@example.com\nAna@Example.com')
    expect(values(pasted)).toEqual(['ana@example.com'])
    expect(pasted.repeated).toBe(1)
  })

  it.each([
    ['email', 'E1001'],
    ['orgUserId', 'ana@example.com'],
    ['orgUserId', 'u-11111111-2222-5333-8444-555555555555'],
    ['userId', 'ana@example.com'],
  ] as const)('rejects another kind than %s: %s', (by, text) => {
    const pasted = parsePasted(by, `\n${text}`)
    expect(pasted.identifiers).toEqual([])
    expect(pasted.wrong).toMatchObject([{ line: 2, text }])
  })

  it('reads channel identities with and without a channel', () => {
    expect(parsePasted('channelUserId', 'Ana Ruiz 17\n+34 600 11, whatsapp\nx\ttwilio').identifiers).toEqual([
      { by: 'channelUserId', value: 'Ana Ruiz 17', channelId: null },
      { by: 'channelUserId', value: '+34 600 11', channelId: 'whatsapp' },
      { by: 'channelUserId', value: 'x', channelId: 'twilio' },
    ])
  })
})
