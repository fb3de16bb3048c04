import { expect, it } from 'vitest'
import { decodedTwice } from './decoded-twice.ts'

it.each([
  ['MÃ¼ller', 'Müller'],
  ['GenÃ¨ve â€“ Bureau', 'Genève – Bureau'],
  ['æ\u009d±äº¬', '東京'],
  ['100 % Ã¤', '100 % ä'],
])('%j was %j', (text, was) => expect(decodedTwice(text)).toBe(was))

it.each(['', 'Muller', 'Müller', 'Ã', 'Ã Müller', '東京', 'MÃ¼ller 東京'])('%j is as it was written', (text) =>
  expect(decodedTwice(text)).toBeNull(),
)
