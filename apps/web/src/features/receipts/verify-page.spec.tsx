import { expect, it } from 'vitest'
import {
  confirmsDiscard,
  interceptRequests,
  keepEditing,
  seen,
  showApp,
  submit,
  type,
} from '../../testing/show-app.tsx'
import { VerifyPage } from './verify-page.tsx'

const verdict = { receipt: null, matching: [] }

async function verifyReceipt() {
  const requests = interceptRequests()
  const go = await showApp({ '/verify': VerifyPage, '/sign-in': () => <p>elsewhere</p> }, { at: '/verify' })
  await type('textarea', 'a.b.c ')
  await submit()
  await seen(() => expect(requests).toHaveLength(1))
  return { go, respond: async () => requests[0]?.respond(200, verdict) }
}

it('asks before it loses what was typed while a receipt was verified', async () => {
  const { go, respond } = await verifyReceipt()
  await type('[name=identifier]', 'ana@example.com')
  await respond()
  await seen(() => expect(document.querySelector('output')?.textContent).toContain('not valid'))
  await go('/sign-in')
  await keepEditing()
  expect(document.querySelector<HTMLInputElement>('[name=identifier]')?.value).toBe('ana@example.com')
})

it('leaves a verified receipt without a question, also once it is cleared', async () => {
  const { go, respond } = await verifyReceipt()
  await respond()
  await seen(() => expect(document.querySelector('output')?.textContent).toContain('not valid'))
  await type('textarea', '')
  await go('/sign-in')
  await seen(() => expect(document.body.textContent).toContain('elsewhere'))
  expect(confirmsDiscard()).toBe(false)
})
