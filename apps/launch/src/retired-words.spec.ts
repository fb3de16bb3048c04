import { expect, test } from 'vitest'
import { findRetired, retiredWords } from './retired-words.mjs'

const wordsIn = (text: string) =>
  retiredWords.filter((word) => findRetired(text, word).length > 0).map(({ word }) => word)

test.each([
  ['const desk = open()', 'desk'],
  ['anyDesk()', 'desk'],
  ['// Nobody signs in', 'nobody, somebody, everybody'],
  ['/** Whom it concerns */', 'whoever, whom'],
  ['mayBeAskedAgain', 'asked, asks again'],
  ["msgid 'What was asked'", 'asked, asks again'],
  ['Kore.ai said done', 'said, says'],
  ['It waits, so that the tab can close.', 'so that'],
  ['row.leftOut', 'leave out, left out'],
  ['POST /jobs/:id/leave-out', 'leave out, left out'],
  ['Take 2 users in again', 'take in again'],
  ['/dealt-with', 'dealt with'],
  ['Held against the directory', 'held against'],
  ["import './one-at-a-time.ts'", 'one at a time'],
  ['createOneAtATime()', 'one at a time'],
  ['An e-mail address', 'e-mail'],
  ['Job cancelled', 'organisation, cancelled and other British spelling'],
  ['const askedMs = 1', 'ask, in names'],
  ['isAsking', 'ask, in names'],
  ['what_asked', 'ask, in names'],
  ['function ask() {}', 'ask, in names'],
  ['tellOthers()', 'tell, in names'],
  ['mustTell()', 'tell, in names'],
  ['sweepHouse()', 'house, in names'],
  ['issuerFault', 'fault, in names'],
  ['quote_faults', 'fault, in names'],
  ['const meaning = 1', 'meaning, in names'],
  ['meaningsBySqueezed', 'meaning, in names'],
  ['isWithoutMeaning', 'meaning, in names'],
  ['const settled = new Set()', 'settle, in names'],
  ['#settle(result)', 'settle, in names'],
  ['settlementOf(item)', 'settle, in names'],
  ['labelledSummary()', 'organisation, cancelled and other British spelling'],
])('finds "%s"', (text, word) => {
  expect(wordsIn(text)).toContain(word)
})

test.each([
  'a desktop browser',
  'deskkore1@gmail.com',
  'E-Mail-Adresse',
  "'Organisation ID'",
  'the request is retried',
  'the plan excludes 2 users',
  'to hold a lease',
  'email',
  "state === 'cancelled'",
  'aria-labelledby',
  'ask Kore.ai about the request',
  'botTask and bot_task',
  'a fault of the network',
  'addFault(rule)',
  'onSettled: () => Promise.allSettled(all)',
  "state === 'settled'",
])('accepts "%s"', (text) => {
  expect(wordsIn(text)).toEqual([])
})

test('names the line', () => {
  const [desk] = retiredWords
  expect(desk && findRetired('one\ntwo desks\n', desk)).toEqual([{ line: 2, found: 'desk' }])
})
