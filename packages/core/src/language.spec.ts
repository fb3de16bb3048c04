import { expect, test } from 'vitest'
import { directionOf, languages, matchLanguage } from './language.ts'

test.each([
  [['de-AT', 'en'], 'de'],
  [['fr', 'AR-eg', 'de'], 'ar'],
  [['en-US'], 'en'],
  [['fr', 'tlh', ''], 'en'],
  [[], 'en'],
] as const)('of %j the language is %s', (tags, language) => {
  expect(matchLanguage(tags)).toBe(language)
})

test('Arabic runs from right to left, the others from left to right', () => {
  expect(languages.filter((language) => directionOf(language) === 'rtl')).toEqual(['ar'])
})
