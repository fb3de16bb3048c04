import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { formatSearch, parseSearch, type SearchTerm, searchFields } from './search-query.ts'

const one = (field: SearchTerm['field'], ...values: readonly string[]) => ({ field, values, isNot: false })

test.each([
  ['', '', []],
  ['anna kovac', 'anna kovac', []],
  ['  kovac   anna ', 'kovac anna', []],
  ['group:Support', '', [one('group', 'Support')]],
  ['anna group:"Support Tier 1" k', 'anna k', [one('group', 'Support Tier 1')]],
  ['role:Analyst,"Bot Tester" bot:Billing', '', [one('role', 'Analyst', 'Bot Tester'), one('bot', 'Billing')]],
  ['-status:active', '', [{ ...one('status', 'active'), isNot: true }]],
  ['no:group -no:role', '', [one('group'), { ...one('role'), isNot: true }]],
  ['GROUP:x Is:developer', '', [one('group', 'x'), one('is', 'developer')]],
  [String.raw`group:"a \"b\" \\ c"`, '', [one('group', String.raw`a "b" \ c`)]],
  ['group:a,a', '', [one('group', 'a')]],
  ['group:e-1:2', '', [one('group', 'e-1:2')]],
])('%j is read as text %j and %j', (typed, text, terms) => {
  expect(parseSearch(typed)).toEqual({ text, terms })
})

test.each([
  'group:',
  'no:status',
  'no:group,role',
  'group:""',
  'team:x',
  'mailto:a@b.example',
  'group:"open',
  '-',
  'a:b:c',
])('%j is text: it is no term', (typed) => {
  expect(parseSearch(typed)).toEqual({ text: typed, terms: [] })
})

const anyTerm: fc.Arbitrary<SearchTerm> = fc.oneof(
  fc.record({
    field: fc.constantFrom(...searchFields),
    values: fc.uniqueArray(
      fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text.trim() !== ''),
      { minLength: 1, maxLength: 4 },
    ),
    isNot: fc.boolean(),
  }),
  fc.record({ field: fc.constantFrom('group', 'role', 'bot'), values: fc.constant([]), isNot: fc.boolean() }),
)
const word = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => /^[^\s:]+$/u.test(text))

property.prop([fc.array(word, { maxLength: 4 }), fc.array(anyTerm, { maxLength: 4 })])(
  'what is written is read as the same search',
  (words, terms) => {
    const query = { text: words.join(' '), terms }
    expect(parseSearch(formatSearch(query))).toEqual(query)
  },
)

property.prop([fc.string({ unit: 'grapheme', maxLength: 200 })])(
  'any text reads as a search that is stable',
  (typed) => {
    const query = parseSearch(typed)
    expect(parseSearch(formatSearch(query)).terms).toEqual(expect.arrayContaining([...query.terms]))
    expect(query.text.length).toBeLessThanOrEqual(typed.length)
  },
)

property.prop([fc.array(word, { minLength: 1, maxLength: 4 }), anyTerm])(
  'a term is the same anywhere between the words',
  (words, only) => {
    const written = formatSearch({ text: '', terms: [only] })
    const searches = words.map((_, at) => parseSearch([...words.slice(0, at), written, ...words.slice(at)].join(' ')))
    for (const query of searches) expect(query).toEqual({ text: words.join(' '), terms: [only] })
  },
)
