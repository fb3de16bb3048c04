import { expect, test } from 'vitest'
import { isConditional } from './upload-condition.ts'

test.each([
  'Valid until',
  'valid_to',
  'validUntil',
  'End date',
  'Expires',
  'Expiration Date',
  'Access expiry',
  'Start date',
  'When',
  'Gültig bis',
  'Ablaufdatum',
  'Befristet bis (Datum)',
  "Date d'expiration",
  "Valable jusqu'au",
  'Válido hasta',
  'Fecha de fin',
  'Data di fine',
  'Срок действия',
  '有効期限',
  '有效期至',
  'تاريخ الانتهاء',
  'Condition',
  'Only if',
  'Bedingung',
])('a value under “%s” limits its row', (heading) => {
  expect(isConditional(heading, ['31.12.2026'])).toBe(true)
})

test.each([
  'Email',
  'Groups',
  'Last login',
  'Created',
  'Weekend duty',
  'Password expires',
  'Friend',
  'Contract end date',
  'Legend',
])('a value under “%s” does not', (heading) => {
  expect(isConditional(heading, ['31.12.2026'])).toBe(false)
})

test('a value for no limit is none', () => {
  expect(isConditional('Expires', ['', ' ', '-', 'n/a', 'never', 'Unbefristet', '永久'])).toBe(false)
  for (const value of ['2026-12-31', 'end of March', '30 days']) expect(isConditional('Expires', [value])).toBe(true)
})

test.each(['Environment', 'Tenant', 'System', 'Umgebung', '環境'])('“%s” limits rows if it differs', (heading) => {
  expect(isConditional(heading, ['Production', 'Test'])).toBe(true)
  expect(isConditional(heading, ['Production'])).toBe(false)
})
