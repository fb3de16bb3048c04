import { describe, expect, it } from 'vitest'
import { type ErasureValues, erasureSchema, toErasure } from './erasure-values.ts'

const values = (over: Partial<ErasureValues>): ErasureValues => ({
  by: 'email',
  text: '',
  scope: 'all_bots',
  botIds: [],
  ...over,
})
const issues = (over: Partial<ErasureValues>, hasTarget = false) =>
  erasureSchema(hasTarget)
    .safeParse(values(over))
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []

describe('erasureSchema', () => {
  it('requires a scope, and a bot in the scope of selected bots', () => {
    expect(issues({ scope: null }, true)).toEqual(['scope: Choose the bots whose data is erased'])
    expect(issues({ scope: 'bots' }, true)).toEqual(['botIds: Choose at least one bot'])
    expect(issues({ scope: 'bots', botIds: ['st-1'] }, true)).toEqual([])
  })
  it('requires identifiers of the chosen kind, unless people are selected', () => {
    expect(issues({})).toEqual(['text: Paste the email addresses'])
    expect(issues({ by: 'userId', text: 'ana@example.com' })).toEqual([expect.stringMatching(/^text: Every entry/)])
    expect(issues({ text: 'ana@example.com' })).toEqual([])
    expect(issues({}, true)).toEqual([])
  })
})

describe('toErasure', () => {
  it('keeps the selected bots only in their scope', () => {
    expect(toErasure(values({ botIds: ['st-1'] })).scope).toEqual({ kind: 'all_bots' })
    expect(toErasure(values({ scope: 'bots', botIds: ['st-1'] })).scope).toEqual({ kind: 'bots', botIds: ['st-1'] })
  })
})
