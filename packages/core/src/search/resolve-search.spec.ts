import { expect, test } from 'vitest'
import { lookups, tester } from '../testing/account.ts'
import { resolveSearch } from './resolve-search.ts'
import { parseSearch } from './search-query.ts'

const resolve = (typed: string) => resolveSearch(parseSearch(typed).terms, lookups)

test.each([
  ['group:support,SALES', { field: 'group', ids: ['e-support', 'e-sales'], isNot: false }],
  ['-role:Tester', { field: 'role', ids: [tester], isNot: true }],
  ['bot:st-billing', { field: 'bot', ids: ['st-billing'], isNot: false }],
  ['status:not-active', { field: 'status', ids: ['not_active'], isNot: false }],
  ['is:bot-creator', { field: 'is', ids: ['bot_creator'], isNot: false }],
  ['is:elevated', { field: 'is', ids: ['elevated'], isNot: false }],
  ['-is:unread', { field: 'is', ids: ['unread'], isNot: true }],
  ['dormant:90', { field: 'dormant', ids: ['90'], isNot: false }],
  ['no:group', { field: 'group', ids: [], isNot: false }],
])('%s is %j', (typed, term) => {
  expect(resolve(typed)).toEqual({ terms: [term], unknown: [] })
})

test('a value that names nothing is returned with what may be meant', () => {
  expect(resolve('-group:Suport').unknown).toEqual([{ field: 'group', value: 'Suport', suggestions: ['Support'] }])
  expect(resolve('status:actve').unknown).toMatchObject([{ suggestions: expect.arrayContaining(['active']) }])
})
