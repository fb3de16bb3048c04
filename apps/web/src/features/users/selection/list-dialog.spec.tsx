import { expect, it } from 'vitest'
import { seen, showApp, submit, type } from '../../../testing/show-app.tsx'
import { ListDialog } from './list-dialog.tsx'
import type { KeptSelection } from './use-kept-selection.ts'

const selection = { id: 's-1', count: 2_000, sentence: '', frozenAt: '2026-11-22T00:00:00.000Z' }
const idsOf = (count: number): string => Array.from({ length: count }, (_, at) => `E${at}`).join('\n')

it.each([
  [1, 'The selection could not be changed.'],
  [2, 'The first 2,000 entries are added, the others are not.'],
])('names what is selected after request %d of a long list failed', async (failing, words) => {
  let requests = 0
  const onAdd: KeptSelection['add'] = async () => {
    requests += 1
    return requests === failing ? undefined : { ...selection, unresolved: [] }
  }
  await showApp({ '/users': () => <ListDialog onAdd={onAdd} onClose={() => undefined} /> }, { at: '/users' })
  await type('textarea', idsOf(2_001))
  await submit()
  await seen(() => expect(document.body.textContent).toContain(words))
})
