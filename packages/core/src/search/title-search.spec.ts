import { expect, test } from 'vitest'
import { foldText } from '../text/fold-text.ts'
import { isFound, titleSearch } from './title-search.ts'

const plan = (name: string) => ({
  id: 'p-1',
  texts: [name, 'add 2 users to Support', 'ana@example.com'],
  message: { code: 'title.add_to_groups', facts: { name: '"code":"title.remove"' } },
})

/** With marks that decorate a letter, marks that make another letter, and characters without a shape. */
const names = [
  'Müller',
  'Łódź Straße',
  'Işık İzmir',
  'Ærø',
  'Þórðr',
  'Ħal Għaxaq',
  'Nguyễn Thị Bạn',
  'Dvořák',
  'Œuvre',
  'Đặng',
  'Νίκος',
  'Ὀδυσσεύς',
  'Алёна',
  'ѝ',
  'за́мок',
  'Й и',
  'Київ',
  'Ћирилица',
  'Ґанна',
  'Հայկ',
  'ქართული',
  'Ⴀ',
  'أحمد',
  'أَحمد',
  'آمِنَة',
  'مُحَمَّد',
  'می\u200cخواهم',
  'لؤي',
  'ئەحمەد',
  'شָׁלוֹם',
  'שָׁלוֹם',
  'דָּוִד',
  'ܐܒܐ',
  'अनिल',
  'कृष्ण',
  'க்ஷ',
  'ক্ষ',
  'ಕನ್ನಡ',
  'ක්\u200dෂ',
  'ก้าว',
  'ລາວ',
  'မြန်မာ',
  'ខ្មែរ',
  'བོད',
  'አማርኛ',
  'ᏣᎳᎩ',
  'パパ',
  'ﾊﾟ',
  'が',
  '한국',
  '李小龍',
  '㍿',
  'ﬁle Ⅳ',
  'Ｆｕｌｌ',
  'co\u00adop',
  '👩\u200d💻 team',
  '½ day',
  'A\u0338 b',
  'Ǆ ǰ ŉ',
]

test.each(names)('"%s" is found by itself, in capitals, composed, decomposed and folded', (name) => {
  for (const stored of [name, name.normalize('NFD'), name.normalize('NFC')])
    for (const q of [name, name.toUpperCase(), name.normalize('NFD'), name.normalize('NFC'), foldText(name)])
      expect(isFound(titleSearch(q), plan(stored))).toBe(true)
})

test.each([
  ['SUPPORT  users', true],
  ['ana@example.com night', true],
  ['support _', false],
  ['p-1', true],
  ['p-', false],
])('whether "%s" is found: %s', (q, expected) => {
  expect(isFound(titleSearch(q), plan('Night shift'))).toBe(expected)
})

test.each([
  ['title.add_to_groups', true],
  ['title.add_to_group', false],
  ['title.remove', false],
])('whether a word of the code %s is found: %s', (code, expected) => {
  expect(
    isFound(
      titleSearch('Gruppe', () => [code]),
      plan('Night shift'),
    ),
  ).toBe(expected)
})
