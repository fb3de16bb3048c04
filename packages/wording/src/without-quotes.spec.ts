import { expect, test } from 'vitest'
import { englishText } from './english.ts'
import { message } from './message.ts'
import { withoutQuotes } from './without-quotes.ts'

const words = message('kore.words', { words: 'Ana Souza is locked' })
const hidden = 'Only members whose role is not limited see the reason.'

test('a response quotes Kore.ai neither in a message nor in the English beside it, wherever they are', () => {
  const reason = message('directory.unread', {
    list: message('list.users'),
    cause: message('cause_title.upstream_trouble'),
  })
  const quoted = message('directory.retries', {
    reason: message('directory.with_response', { reason, response: 'Ana Souza is locked' }),
  })
  const response = {
    endpoints: [{ detail: englishText(words), detailMessage: words }, null],
    breaker: {
      reason: 'Ana Souza is locked',
      reasonMessage: message('kore.failures_in_a_row', { failures: 5, reason: words }),
    },
    details: { reason: englishText(quoted), reasonMessage: quoted },
    list: [message('kore.none_accepted', { checks: [words, 'the scope'] })],
  }
  const clean = withoutQuotes(response)
  expect(JSON.stringify(clean)).not.toContain('Souza')
  expect(clean).toMatchObject({
    endpoints: [{ detail: hidden, detailMessage: message('kore.words_hidden') }, null],
    breaker: { reason: `The last 5 calls to Kore.ai in a row failed: ${hidden}` },
    list: [message('kore.none_accepted', { checks: [message('kore.words_hidden'), 'the scope'] })],
  })
  expect(JSON.stringify(clean)).toContain("Only members whose role is not limited see Kore.ai's response.")
  expect(JSON.stringify(response)).toContain('Souza')
})

test('everything else stays as it is, also a sentence that differs from its message', () => {
  const title = message('title.undo', { title: 'Remove 3 users' })
  const response = { title: 'As it was', titleMessage: title, total: 3, isOpen: false, of: null, items: [{ id: 'a' }] }
  expect(withoutQuotes(response)).toEqual(response)
  expect(withoutQuotes({ detail: null, detailMessage: words })).toEqual({
    detail: null,
    detailMessage: message('kore.words_hidden'),
  })
})
