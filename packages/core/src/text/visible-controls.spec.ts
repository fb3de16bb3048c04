import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { directionRuns, visibleControls } from './visible-controls.ts'

test('controls of direction are shown, everything else is as it was', () => {
  expect(visibleControls('Ana\u202egnp.exe removed Ben')).toBe('Ana[U+202E]gnp.exe removed Ben')
  expect(visibleControls('\u061c\u2066x\u2069')).toBe('[U+061C][U+2066]x[U+2069]')
  expect(visibleControls('שלום, Zoë 👩‍👩‍👧')).toBe('שלום, Zoë 👩‍👩‍👧')
})

test('a right-to-left name is one isolated run', () => {
  expect(directionRuns('Ana removed דנה לוי 5 times')).toEqual([
    { text: 'Ana removed ', isolated: false },
    { text: 'דנה לוי', isolated: true },
    { text: ' 5 times', isolated: false },
  ])
})

property.prop([fc.string({ unit: 'binary' })])('runs add up to the sentence', (sentence) => {
  expect(
    directionRuns(sentence)
      .map(({ text }) => text)
      .join(''),
  ).toBe(sentence)
})
