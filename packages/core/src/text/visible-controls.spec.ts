import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { directionRuns, isolateText, visibleControls } from './visible-controls.ts'

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

test('quoted text of the other direction is one run, whose parts keep their order', () => {
  expect(directionRuns('غير صالح: «Approved by: a@b.example».', 'rtl')).toEqual([
    { text: 'غير صالح: «', isolated: false },
    { text: 'Approved by: a@b.example', isolated: true },
    { text: '».', isolated: false },
  ])
  expect(directionRuns('Invalid: “דנה: a@b.example”.')[1]).toEqual({ text: 'דנה: a@b.example', isolated: true })
})

property.prop([fc.string({ unit: 'binary' })])('runs add up to the sentence', (sentence) => {
  expect(
    directionRuns(sentence)
      .map(({ text }) => text)
      .join(''),
  ).toBe(sentence)
})

test('plain text has its right-to-left stretches between isolates, and its controls shown', () => {
  expect(isolateText('Edit access of דנה לוי 5')).toBe('Edit access of \u2068דנה לוי\u2069 5')
  expect(isolateText('Ana\u202e.csv')).toBe('Ana[U+202E].csv')
  expect(isolateText('Users of Ana Ruiz')).toBe('Users of Ana Ruiz')
})
