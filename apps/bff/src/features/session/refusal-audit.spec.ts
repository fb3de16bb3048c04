import { englishText } from '@muster/wording/english'
import { expect, test } from 'vitest'
import { withAuditOrigin } from '../../audit-origin.ts'
import { anActor } from '../../http/testing/an-actor.ts'
import { createRefusalAudit } from './refusal-audit.ts'

/** Ends the minute that is waited for. */
function minutes() {
  const waiting: (() => void)[] = []
  const clock = {
    now: () => 0,
    monotonic: () => 0,
    sleep: () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.push(resolve)
      return promise
    },
  }
  const pass = async () => {
    for (const resolve of waiting.splice(0)) resolve()
    await new Promise(setImmediate)
  }
  return { clock, pass, waits: () => waiting.length }
}

test('records the first refusal at once, and the count of the last ones although none follows', async () => {
  const { clock, pass, waits } = minutes()
  const sentences: string[] = []
  const audit = {
    append: async ({ sentence }: { readonly sentence: Parameters<typeof englishText>[0] }) =>
      void sentences.push(englishText(sentence)),
  }
  const record = createRefusalAudit({ audit, clock })
  const actor = anActor({ email: 'ben@example.com', name: 'Ben' })
  const refusal = { actor, method: 'PATCH', route: '/api/members/:id', reason: 'no', address: '10.0.0.1' }
  const by = (token: string | null) =>
    withAuditOrigin({ token, address: '10.0.0.1', session: 's' }, () => record(refusal))
  for (let n = 0; n < 50; n += 1) await by(null)
  await by('nightly')
  const first = 'Muster refused PATCH /api/members/:id of ben@example.com from 10.0.0.1: no'
  expect(sentences).toEqual([first, first])
  await pass()
  expect(sentences.slice(2)).toEqual([
    'Muster refused PATCH /api/members/:id of ben@example.com from 10.0.0.1 49 more times within a minute: no',
  ])
  await pass()
  expect([sentences.length, waits()]).toEqual([3, 0])
  await by(null)
  expect(sentences.at(-1)).toBe(first)
})
